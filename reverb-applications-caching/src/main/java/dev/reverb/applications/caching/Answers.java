package dev.reverb.applications.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.reverb.application.Application;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the source has answered: applications, each under its id and its key, and apart from them names that nobody has, so
 * that made-up names never push an application out.
 *
 * <p>Reads are for any thread and take no lock. What is written or forgotten concerns several entries, one at a time. An answer to a question
 * that was asked before something was forgotten is old: the {@linkplain #era() era} tells.
 */
final class Answers {

    private final Cache<String, Known> byId;
    private final Cache<String, Known> byKey;
    private final Cache<Name, Boolean> misses;
    private final dev.reverb.spi.Ticker ticker;
    private final Object writing = new Object();
    private volatile int era;

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

    /** Changes with everything that is forgotten. */
    int era() {
        return era;
    }

    /** The source has told of an application. */
    void found(Application application, int askedIn) {
        synchronized (writing) {
            if (askedIn != era) {
                return;
            }
            forget(byId.getIfPresent(application.id()));
            forget(byKey.getIfPresent(application.key()));
            Known known = new Known(application, ticker.nanoTime());
            byId.put(application.id(), known);
            byKey.put(application.key(), known);
            misses.invalidate(Name.id(application.id()));
            misses.invalidate(Name.key(application.key()));
        }
    }

    /** The source has said that there is none of this name. */
    void foundNone(Name name, int askedIn) {
        synchronized (writing) {
            if (askedIn == era) {
                forget(known(name));
                misses.put(name, true);
            }
        }
    }

    /** Forgets an application by its id, and all names that there was none of: its key may be among them. */
    void forget(String id) {
        synchronized (writing) {
            era++;
            byId.invalidate(id);
            byKey.asMap().values().removeIf(known -> known.application().id().equals(id));
            misses.invalidateAll();
        }
    }

    void forgetAll() {
        synchronized (writing) {
            era++;
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
