package dev.reverb.applications.caching;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from memory what another provider has answered, so that a database is not asked for every connection, and its
 * absence is not felt by those that come.
 *
 * <p>How a name is looked up, an application being as old as the source's last word on it:
 *
 * <ol>
 *   <li>younger than {@code refreshAfter}: the application, at once;
 *   <li>younger than {@code timeToLive}: the application, at once, and the source is asked in the background;
 *   <li>younger than {@code maxStaleness}: the source is asked, and its answer waited for. Where it fails, or has not answered within {@code
 *       timeout}, the application as it was known. Whoever asks within ten times {@code retryAfter} of a failure has this
 *       at once, and the source is asked again in the background, every {@code retryAfter} at most;
 *   <li>unknown, or older: the source's answer, a failure too. Where it was that there is none, that is the answer for {@code
 *       missTimeToLive}.
 * </ol>
 *
 * <p>A name is asked for once at a time, however many wait for the answer. What was found by key is known by id, and the other way round. Names
 * that nobody has are counted and bounded apart from applications: whoever tries many of them reaches the source with each once, {@code
 * maxPending} at a time, and pushes no application out. A name of more than {@value #MAX_NAME_LENGTH} characters is nobody's and asked of
 * nobody.
 *
 * <p>A change of an application is seen at the latest after {@code timeToLive}, unless the source is away, and at once after {@link #invalidate}.
 *
 * <p>Safe for any thread; never blocks. A stage that has to wait completes on the thread on which the source answers, or, where it is late, on
 * that of the {@linkplain Builder#scheduler scheduler}: one daemon thread of this provider's own, unless you give another. It is only there for
 * questions that take too long.
 */
public final class CachingApplicationProvider implements ApplicationProvider, AutoCloseable {

    /** The default of {@link Builder#timeToLive}: 60 seconds. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofSeconds(60);

    /** The default of {@link Builder#refreshAfter}: 30 seconds. */
    public static final Duration DEFAULT_REFRESH_AFTER = Duration.ofSeconds(30);

    /** The default of {@link Builder#missTimeToLive}: 5 seconds. */
    public static final Duration DEFAULT_MISS_TIME_TO_LIVE = Duration.ofSeconds(5);

    /** The default of {@link Builder#maxStaleness}: one hour. */
    public static final Duration DEFAULT_MAX_STALENESS = Duration.ofHours(1);

    /** The default of {@link Builder#timeout}: 5 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** The default of {@link Builder#retryAfter}: one second. */
    public static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    /** The default of {@link Builder#maxApplications}: {@value}. */
    public static final int DEFAULT_MAX_APPLICATIONS = 10_000;

    /** The default of {@link Builder#maxMisses}: {@value}. */
    public static final int DEFAULT_MAX_MISSES = 10_000;

    /** The default of {@link Builder#maxPending}: {@value}. */
    public static final int DEFAULT_MAX_PENDING = 256;

    /** The longest id or key that is asked for: {@value} characters. */
    public static final int MAX_NAME_LENGTH = 255;

    /** For how many times {@code retryAfter} a source that has failed is taken to be failing still. */
    private static final int BRIDGED_RETRIES = 10;

    private static final Logger LOG = LoggerFactory.getLogger(CachingApplicationProvider.class);
    private static final CompletionStage<Optional<Application>> NONE =
            CompletableFuture.completedStage(Optional.empty());

    private final ApplicationProvider source;
    private final Ticker ticker;
    private final Answers answers;
    private final Questions questions;
    private final Outage outage;
    private final long timeToLive;
    private final long refreshAfter;
    private final long retryAfter;

    private CachingApplicationProvider(Builder builder) {
        source = builder.source;
        ticker = builder.ticker;
        timeToLive = builder.timeToLive.toNanos();
        refreshAfter = builder.refreshAfter.toNanos();
        retryAfter = builder.retryAfter.toNanos();
        answers = new Answers(builder);
        outage = new Outage(LOG, ticker, builder.maxStaleness);
        questions = new Questions(builder, new Ends());
    }

    /**
     * Before another provider, with the defaults.
     *
     * @param source who knows the applications; may throw, fail, be late or never answer
     * @return the provider for the server
     */
    public static CachingApplicationProvider of(ApplicationProvider source) {
        return builder(source).build();
    }

    /**
     * Begins one with settings of its own.
     *
     * @param source who knows the applications
     * @return a builder with the defaults
     */
    public static Builder builder(ApplicationProvider source) {
        return new Builder(source);
    }

    @Override
    public CompletionStage<Optional<Application>> findByKey(String key) {
        return find(Name.key(key));
    }

    @Override
    public CompletionStage<Optional<Application>> findById(String id) {
        return find(Name.id(id));
    }

    /** Whether the source says so of itself: then there is nothing to keep it from, but no harm either. */
    @Override
    public boolean isFixed() {
        return source.isFixed();
    }

    /**
     * Forgets an application: whoever asks for it next, by its id or its key, has the source's answer, and where that fails no other. To be
     * called when it was added, changed or removed, so that nobody has to wait for time to pass. Forgets as well which names there was no
     * application of, since its key may be among them.
     *
     * @param id the application's id; one that is not known does no harm
     */
    public void invalidate(String id) {
        answers.forget(id);
        questions.forgetAll();
    }

    /** Forgets everything: as {@link #invalidate} for all applications. */
    public void invalidateAll() {
        answers.forgetAll();
        questions.forgetAll();
    }

    /**
     * Closes the source, where it can be closed. May be called again.
     *
     * @throws IllegalStateException where the source cannot be
     */
    @Override
    public void close() {
        if (source instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IllegalStateException("The applications' source cannot be closed", failed);
            }
        }
    }

    private CompletionStage<Optional<Application>> find(Name name) {
        Known known = answers.known(name);
        if (known != null) {
            return answer(name, known);
        }
        if (name.text().length() > MAX_NAME_LENGTH || answers.isMissing(name)) {
            return NONE;
        }
        return shared(questions.askAnew(name, answers.asking()));
    }

    private CompletionStage<Optional<Application>> answer(Name name, Known known) {
        long now = ticker.nanoTime();
        long age = known.age(now);
        if (age < refreshAfter || known.hasFailedWithin(retryAfter, now)) {
            return known.answer();
        }
        CompletableFuture<Optional<Application>> asked = questions.askAgain(name, answers.asking());
        return age < timeToLive || known.hasFailedWithin(BRIDGED_RETRIES * retryAfter, now)
                ? known.answer()
                : orLastKnown(name, asked);
    }

    private CompletionStage<Optional<Application>> orLastKnown(
            Name name, CompletableFuture<Optional<Application>> asked) {
        return asked.exceptionallyCompose(failed -> {
            // Looked up again: it may have been forgotten meanwhile, or have become too old.
            Known still = answers.known(name);
            return still == null ? CompletableFuture.failedStage(failed) : still.answer();
        });
    }

    /** Of a question that others wait for too, so that nobody completes it for them. */
    private static CompletionStage<Optional<Application>> shared(CompletableFuture<Optional<Application>> asked) {
        return asked.isDone() ? asked : asked.minimalCompletionStage();
    }

    /** What the end of a question means to the answers. */
    private final class Ends implements Questions.Listener {

        @Override
        public void answered(Name name, Optional<Application> found, long asked) {
            if (found.isPresent()) {
                answers.found(found.get(), asked);
            } else {
                answers.foundNone(name, asked);
            }
        }

        @Override
        public void failed(Name name, Throwable failure) {
            Known known = answers.known(name);
            if (known != null) {
                known.failed(ticker.nanoTime());
                outage.bridged(known.application(), failure);
            }
        }
    }

    /** The source's name and nothing of what it has told. */
    @Override
    public String toString() {
        return "CachingApplicationProvider[" + source.getClass().getSimpleName() + "]";
    }

    /** Builds a {@link CachingApplicationProvider}; each setter checks its value and says it in the exception. Not thread-safe. */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofDays(365);

        final ApplicationProvider source;
        Ticker ticker = Ticker.system();
        Scheduler scheduler = Scheduler.system();
        Duration timeToLive = DEFAULT_TIME_TO_LIVE;
        Duration refreshAfter = DEFAULT_REFRESH_AFTER;
        Duration missTimeToLive = DEFAULT_MISS_TIME_TO_LIVE;
        Duration maxStaleness = DEFAULT_MAX_STALENESS;
        Duration timeout = DEFAULT_TIMEOUT;
        Duration retryAfter = DEFAULT_RETRY_AFTER;
        int maxApplications = DEFAULT_MAX_APPLICATIONS;
        int maxMisses = DEFAULT_MAX_MISSES;
        int maxPending = DEFAULT_MAX_PENDING;

        private Builder(ApplicationProvider source) {
            this.source = source;
        }

        /**
         * For how long an application is answered without waiting for the source. A change is seen after this time at the latest.
         *
         * @param timeToLive more than nothing, at most a year and {@link Builder#maxStaleness}; 60 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is nothing or less, or more than a year
         */
        public Builder timeToLive(Duration timeToLive) {
            this.timeToLive = positive("timeToLive", timeToLive);
            return this;
        }

        /**
         * After how much time the source is asked about an application in the background, by the next lookup.
         *
         * @param refreshAfter more than nothing, at most a year and {@link Builder#timeToLive}; 30 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is nothing or less, or more than a year
         */
        public Builder refreshAfter(Duration refreshAfter) {
            this.refreshAfter = positive("refreshAfter", refreshAfter);
            return this;
        }

        /**
         * For how long a name that there is no application of is refused without asking the source. A new application is seen after this
         * time at the latest.
         *
         * @param missTimeToLive more than nothing; 5 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is nothing or less, or more than a year
         */
        public Builder missTimeToLive(Duration missTimeToLive) {
            this.missTimeToLive = positive("missTimeToLive", missTimeToLive);
            return this;
        }

        /**
         * For how long an application is served after the source's last word on it, while the source fails. It bounds as well for how long an
         * application may be used that was removed, or whose secret was changed, while the source could not be reached.
         *
         * @param maxStaleness at least {@link Builder#timeToLive}, which means that a failure is always passed on; one hour by default
         * @return this builder
         * @throws IllegalArgumentException where it is nothing or less, or more than a year
         */
        public Builder maxStaleness(Duration maxStaleness) {
            this.maxStaleness = positive("maxStaleness", maxStaleness);
            return this;
        }

        /**
         * How long the source may take for an answer. Later, it has failed; its answer is then of no use to anybody.
         *
         * @param timeout more than nothing; 5 seconds by default. The server itself waits for {@code request_timeout}
         * @return this builder
         * @throws IllegalArgumentException where it is nothing or less, or more than a year
         */
        public Builder timeout(Duration timeout) {
            this.timeout = positive("timeout", timeout);
            return this;
        }

        /**
         * How long the source is left alone about an application when it has failed, where the application is known. For ten times as long nobody
         * waits for its answer, where the application is too old to be answered otherwise.
         *
         * @param retryAfter more than nothing; one second by default
         * @return this builder
         * @throws IllegalArgumentException where it is nothing or less, or more than a year
         */
        public Builder retryAfter(Duration retryAfter) {
            this.retryAfter = positive("retryAfter", retryAfter);
            return this;
        }

        /**
         * How many applications are kept; past it, one that is seldom asked for is forgotten.
         *
         * @param maxApplications at least 1; 10 000 by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxApplications(int maxApplications) {
            this.maxApplications = atLeastOne("maxApplications", maxApplications);
            return this;
        }

        /**
         * How many names are kept that there is no application of; past it, one is forgotten.
         *
         * @param maxMisses at least 1; 10 000 by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxMisses(int maxMisses) {
            this.maxMisses = atLeastOne("maxMisses", maxMisses);
            return this;
        }

        /**
         * How many unknown names the source is asked for at a time; past it, a lookup fails at once.
         *
         * @param maxPending at least 1; 256 by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPending(int maxPending) {
            this.maxPending = atLeastOne("maxPending", maxPending);
            return this;
        }

        /**
         * Where the time is read.
         *
         * @param ticker the machine's clocks by default
         * @return this builder
         */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * What ends questions that take too long.
         *
         * @param scheduler one daemon thread by default
         * @return this builder
         */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = scheduler;
            return this;
        }

        /**
         * Builds the provider; asks the source nothing yet.
         *
         * @return the provider
         * @throws IllegalArgumentException where {@code refreshAfter} is more than {@code timeToLive}, or that more than {@code maxStaleness}
         */
        public CachingApplicationProvider build() {
            inOrder("refreshAfter", refreshAfter, "timeToLive", timeToLive);
            inOrder("timeToLive", timeToLive, "maxStaleness", maxStaleness);
            return new CachingApplicationProvider(this);
        }

        private static Duration positive(String setting, Duration value) {
            if (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        setting + " must be more than nothing and at most a year, not " + value);
            }
            return value;
        }

        private static int atLeastOne(String setting, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(setting + " must be at least 1, not " + value);
            }
            return value;
        }

        private static void inOrder(String smaller, Duration one, String larger, Duration other) {
            if (one.compareTo(other) > 0) {
                throw new IllegalArgumentException(
                        smaller + " (" + one + ") must be at most " + larger + " (" + other + ")");
            }
        }
    }
}
