package dev.reverb.scaling.redis;

import dev.reverb.scaling.redis.internal.bus.BusSettings;
import dev.reverb.scaling.redis.internal.bus.RedisBus;
import dev.reverb.scaling.redis.internal.connection.ConnectionSettings;
import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.spi.scaling.ScalingBus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins servers to a cluster over Redis 7: one server, one that Sentinel watches over, or a Redis Cluster.
 *
 * <pre>{@code
 * ReverbServer.builder()
 *         .scaling(RedisScaling.at("redis://127.0.0.1:6379"))
 * }</pre>
 *
 * <p>All servers of a cluster have the same {@linkplain Builder#prefix prefix}; two clusters that share a Redis have different ones. What
 * happens while Redis is away is in {@code docs/scaling.md}. Immutable, and safe for any thread.
 */
public final class RedisScaling implements ScalingBackend {

    /** The default of {@code prefix}: {@value}. */
    public static final String DEFAULT_PREFIX = "reverb";

    /** The default of {@code timeout}: 3 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    /** The default of {@code lease}: 10 seconds. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

    /** The default of {@code linger}: 30 seconds. */
    public static final Duration DEFAULT_LINGER = Duration.ofSeconds(30);

    /** The default of {@code tick}: 5 milliseconds. */
    public static final Duration DEFAULT_TICK = Duration.ofMillis(5);

    /** The default of {@code max_buffered_messages}: {@value}. */
    public static final int DEFAULT_MAX_BUFFERED_MESSAGES = 10_000;

    /** The default of {@code max_buffered_bytes}: 16 MiB. */
    public static final long DEFAULT_MAX_BUFFERED_BYTES = 16L << 20;

    /** The default of {@code max_buffered_age}: 60 seconds. */
    public static final Duration DEFAULT_MAX_BUFFERED_AGE = Duration.ofSeconds(60);

    private final ConnectionSettings connection;
    private final BusSettings bus;

    private RedisScaling(Builder builder) {
        connection = new ConnectionSettings(
                builder.urls,
                builder.cluster,
                builder.username,
                builder.password,
                builder.sentinelPassword,
                builder.database,
                builder.trustedCertificates,
                builder.timeout);
        bus = new BusSettings(
                builder.prefix,
                builder.timeout,
                builder.lease,
                builder.linger,
                builder.tick,
                builder.maxBufferedMessages,
                builder.maxBufferedBytes,
                builder.maxBufferedAge);
        Deployment.check(connection);
    }

    /**
     * A back-end with the defaults; the same as {@code builder(url).build()}.
     *
     * @param url see {@link #builder}
     * @return the back-end
     * @throws IllegalArgumentException where the URL is none
     */
    public static RedisScaling at(String url) {
        return builder(url).build();
    }

    /**
     * Begins a back-end on one Redis, or on the master that Sentinel names.
     *
     * @param url {@code redis://user:password@host:6379/0}; {@code rediss://…} with TLS; {@code
     *     redis-sentinel://user:password@host1:26379,host2:26379/0#name-of-the-master}, user and password being those of the master. What is
     *     left out has Redis's defaults
     * @return a builder with the defaults
     */
    public static Builder builder(String url) {
        return new Builder(List.of(url), false);
    }

    /**
     * Begins a back-end on a Redis Cluster.
     *
     * @param urls some of its servers, as {@code redis://} or {@code rediss://}; the others are asked for
     * @return a builder with the defaults
     * @throws IllegalArgumentException where there is none
     */
    public static Builder clusterBuilder(List<String> urls) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("A Redis Cluster needs at least one URL");
        }
        return new Builder(List.copyOf(urls), true);
    }

    @Override
    public ScalingBus open(Ticker ticker, Scheduler scheduler) {
        return new RedisBus(Deployment.of(connection), bus, ticker, scheduler);
    }

    /** Where Redis is, without user or password. */
    @Override
    public String toString() {
        return "RedisScaling[" + connection + "]";
    }

    /** Builds a {@link RedisScaling}. Not thread-safe. */
    public static final class Builder {

        private final List<String> urls;
        private final boolean cluster;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable String sentinelPassword;
        private @Nullable Integer database;
        private @Nullable Path trustedCertificates;
        private String prefix = DEFAULT_PREFIX;
        private Duration timeout = DEFAULT_TIMEOUT;
        private Duration lease = DEFAULT_LEASE;
        private Duration linger = DEFAULT_LINGER;
        private Duration tick = DEFAULT_TICK;
        private int maxBufferedMessages = DEFAULT_MAX_BUFFERED_MESSAGES;
        private long maxBufferedBytes = DEFAULT_MAX_BUFFERED_BYTES;
        private Duration maxBufferedAge = DEFAULT_MAX_BUFFERED_AGE;

        private Builder(List<String> urls, boolean cluster) {
            this.urls = urls;
            this.cluster = cluster;
        }

        /**
         * Who logs in to Redis, in place of what the URL says.
         *
         * @param newUsername the ACL user; null for the default user
         * @param newPassword the password
         * @return this builder
         */
        public Builder credentials(@Nullable String newUsername, String newPassword) {
            username = newUsername;
            password = newPassword;
            return this;
        }

        /**
         * The password of the Sentinels themselves.
         *
         * @param newPassword the password; none by default
         * @return this builder
         */
        public Builder sentinelPassword(String newPassword) {
            sentinelPassword = newPassword;
            return this;
        }

        /**
         * Which of Redis's databases, in place of what the URL says. {@code REDIS_DB}. Messages are not apart by it: the prefix is what
         * keeps two clusters apart.
         *
         * @param newDatabase zero or more
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder database(int newDatabase) {
            if (newDatabase < 0) {
                throw new IllegalArgumentException("The database must be at least 0, not " + newDatabase);
            }
            database = newDatabase;
            return this;
        }

        /**
         * Whose signature on Redis's certificate is believed, where it is reached by {@code rediss://}.
         *
         * @param pem a file with one certificate or more; the JVM's own by default
         * @return this builder
         */
        public Builder trustedCertificates(Path pem) {
            trustedCertificates = pem;
            return this;
        }

        /**
         * What the names of all keys and topics begin with. {@code REVERB_SCALING_CHANNEL}
         *
         * @param newPrefix not empty; {@value RedisScaling#DEFAULT_PREFIX} by default
         * @return this builder
         * @throws IllegalArgumentException where it is empty
         */
        public Builder prefix(String newPrefix) {
            if (newPrefix.isEmpty()) {
                throw new IllegalArgumentException("The prefix must not be empty");
            }
            prefix = newPrefix;
            return this;
        }

        /**
         * How long connecting may take, and how long Redis may leave a command unanswered before it is taken to be away.
         *
         * @param newTimeout at least 100 milliseconds; 3 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder timeout(Duration newTimeout) {
            timeout = atLeast("timeout", Duration.ofMillis(100), newTimeout);
            return this;
        }

        /**
         * How long a server that says nothing is still taken to be alive. Longer than any pause that a server should survive as if nothing
         * had happened; when one dies, its members are seen for so long.
         *
         * @param newLease at least 300 milliseconds; 10 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder lease(Duration newLease) {
            lease = atLeast("lease", Duration.ofMillis(300), newLease);
            return this;
        }

        /**
         * How long a channel's topic stays subscribed to when its last subscriber has gone.
         *
         * @param newLinger zero or more; 30 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder linger(Duration newLinger) {
            linger = atLeast("linger", Duration.ZERO, newLinger);
            return this;
        }

        /**
         * How long subscriptions and numbers wait for others to go out along with them.
         *
         * @param newTick zero or more; 5 milliseconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder tick(Duration newTick) {
            tick = atLeast("tick", Duration.ZERO, newTick);
            return this;
        }

        /**
         * How many published messages may wait for Redis; more are refused. {@code max_buffered_messages}
         *
         * @param newMaxBufferedMessages at least 1; {@value RedisScaling#DEFAULT_MAX_BUFFERED_MESSAGES} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxBufferedMessages(int newMaxBufferedMessages) {
            maxBufferedMessages = (int) atLeast("max_buffered_messages", 1, newMaxBufferedMessages);
            return this;
        }

        /**
         * How many bytes of published messages may wait for Redis; more are refused. {@code max_buffered_bytes}
         *
         * @param newMaxBufferedBytes at least 1; 16 MiB by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxBufferedBytes(long newMaxBufferedBytes) {
            maxBufferedBytes = atLeast("max_buffered_bytes", 1, newMaxBufferedBytes);
            return this;
        }

        /**
         * How long a published message may wait for Redis; older ones are dropped. {@code max_buffered_age}
         *
         * @param newMaxBufferedAge zero or more; 60 seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder maxBufferedAge(Duration newMaxBufferedAge) {
            maxBufferedAge = atLeast("max_buffered_age", Duration.ZERO, newMaxBufferedAge);
            return this;
        }

        private static Duration atLeast(String setting, Duration minimum, Duration value) {
            if (value.compareTo(minimum) < 0) {
                throw new IllegalArgumentException(setting + " must be at least " + minimum + ", not " + value);
            }
            return value;
        }

        private static long atLeast(String setting, long minimum, long value) {
            if (value < minimum) {
                throw new IllegalArgumentException(setting + " must be at least " + minimum + ", not " + value);
            }
            return value;
        }

        /**
         * Builds the back-end; connects to nothing yet.
         *
         * @return an immutable back-end
         * @throws IllegalArgumentException where a URL is none; the message does not repeat it, as it may have a password
         */
        public RedisScaling build() {
            return new RedisScaling(this);
        }
    }
}
