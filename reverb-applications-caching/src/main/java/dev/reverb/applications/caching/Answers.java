package dev.reverb.applications.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.reverb.application.Application;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the source has answered: applications, each under its id and its key, and apart from them names that nobody has, so
 * that made-up names never push an application out.
 *
 * <p>Reads are for any thread and take no lock. What is written or forgotten concerns several entries, one at a time. An answer counts by when
 * its question was {@linkplain #asking asked}, not by when it comes: it is old where something was forgotten since, or where a later question about
 * the same names has been answered already.
 */
final class Answers {

    private final Cache<String, Known> byId;
    private final Cache<String, Known> byKey;
    private final Cache<Name, Long> misses;
    private final dev.reverb.spi.Ticker ticker;
    private final Object writing = new Object();
    private final AtomicLong questions = new AtomicLong();
    private long lastForgotten;

    Answers(CachingApplicationProvider.Builder settings) {
        this.ticker = settings.ticker;
        Ticker time = ticker::nanoTime;
        this.byId = applications(settings, time);
        this.byKey = applications(settings, time);
        this.misses = Caffeine.newBuilder()
                .ticker(time)
                .executor(Runnable::run)
                .maximumSize(settings.maxMisses)
                .expireAfterWrite(settings.missTimeToLive)
                .build();
    }

    private static Cache<String, Known> applications(CachingApplicationProvider.Builder settings, Ticker time) {
        return Caffeine.newBuilder()
                .ticker(time)
                // What a removal costs is less than a hand-over to another thread.
                .executor(Runnable::run)
                .maximumSize(settings.maxApplications)
                .expireAfterWrite(settings.maxStaleness)
                .build();
    }

    /** What is known by a name; null where it is nothing, or was told too long ago. */
    @Nullable
    Known known(Name name) {
        return of(name.kind()).getIfPresent(name.text());
    }

    /** Whether the source said a moment ago that there is none of this name. */
    boolean isMissing(Name name) {
        return misses.getIfPresent(name) != null;
    }

    /** Now somebody asks the source: the place of the question among all. */
    long asking() {
        return questions.incrementAndGet();
    }

    /** The source has told of an application. */
    void found(Application application, long asked) {
        Name id = Name.id(application.id());
        Name key = Name.key(application.key());
        synchronized (writing) {
            if (isOld(id, asked) || isOld(key, asked)) {
                return;
            }
            forget(known(id));
            forget(known(key));
            Known known = new Known(application, asked, ticker.nanoTime());
            byId.put(application.id(), known);
            byKey.put(application.key(), known);
            misses.invalidate(id);
            misses.invalidate(key);
        }
    }

    private boolean isOld(Name name, long asked) {
        Known known = known(name);
        Long missed = misses.getIfPresent(name);
        return asked <= lastForgotten || known != null && asked < known.asked() || missed != null && asked < missed;
    }

    /** The source has said that there is none of this name. */
    void foundNone(Name name, long asked) {
        synchronized (writing) {
            if (!isOld(name, asked)) {
                forget(known(name));
                misses.put(name, asked);
            }
        }
    }

    /** Forgets an application by its id, and all names that there was none of: its key may be among them. */
    void forget(String id) {
        synchronized (writing) {
            lastForgotten = questions.get();
            byId.invalidate(id);
            byKey.asMap().values().removeIf(known -> known.application().id().equals(id));
            misses.invalidateAll();
        }
    }

    void forgetAll() {
        synchronized (writing) {
            lastForgotten = questions.get();
            byId.invalidateAll();
            byKey.invalidateAll();
            misses.invalidateAll();
        }
    }

    /** Takes it out under both of its names, unless another application has one of them by now. */
    private void forget(@Nullable Known known) {
        if (known != null) {
            Application application = known.application();
            forget(byId, application.id(), Application::key, application.key());
            forget(byKey, application.key(), Application::id, application.id());
        }
    }

    private static void forget(
            Cache<String, Known> cache, String name, Function<Application, String> otherName, String other) {
        cache.asMap()
                .computeIfPresent(
                        name,
                        (same, known) -> otherName.apply(known.application()).equals(other) ? null : known);
    }

    private Cache<String, Known> of(Name.Kind kind) {
        return kind == Name.Kind.ID ? byId : byKey;
    }
}
