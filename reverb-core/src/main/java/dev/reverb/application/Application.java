package dev.reverb.application;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One application that the server serves: its credentials, and its limits. Immutable.
 *
 * <p>Clients name an application by its {@linkplain #key() key}, publishers by its {@linkplain #id() id}; both sign with its
 * {@linkplain #secret() secret}, which never appears in {@link #toString()}. Two are equal if all their settings are.
 */
public final class Application {

    /** No limit, for the settings that are limits. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** The default of {@code max_connections}. */
    public static final int DEFAULT_MAX_CONNECTIONS = UNLIMITED;

    /** The default of {@code max_message_size}: {@value}. */
    public static final int DEFAULT_MAX_MESSAGE_SIZE = 10_000;

    /** The default of {@code max_event_size}: {@value} bytes. */
    public static final int DEFAULT_MAX_EVENT_SIZE = 10_240;

    /** The default of {@code max_channels_per_connection}: {@value}. */
    public static final int DEFAULT_MAX_CHANNELS_PER_CONNECTION = 100;

    /** The default of {@code max_presence_members}. */
    public static final int DEFAULT_MAX_PRESENCE_MEMBERS = UNLIMITED;

    /** The default of {@code max_presence_member_size}: {@value} bytes. */
    public static final int DEFAULT_MAX_PRESENCE_MEMBER_SIZE = 10_240;

    /** The default of {@code max_outbound_bytes}: {@value}. */
    public static final int DEFAULT_MAX_OUTBOUND_BYTES = 1 << 20;

    /** The default of {@code max_backend_events_per_sec}. */
    public static final int DEFAULT_MAX_BACKEND_EVENTS_PER_SECOND = UNLIMITED;

    /** The default of {@code max_client_events_per_sec}. */
    public static final int DEFAULT_MAX_CLIENT_EVENTS_PER_SECOND = UNLIMITED;

    /** The default of {@code max_read_req_per_sec}. */
    public static final int DEFAULT_MAX_READ_REQUESTS_PER_SECOND = UNLIMITED;

    /** The default of {@code ping_interval}: 60 seconds. */
    public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(60);

    /** The default of {@code activity_timeout}: 30 seconds. */
    public static final Duration DEFAULT_ACTIVITY_TIMEOUT = Duration.ofSeconds(30);

    /** The default of {@code pong_timeout}: 30 seconds. */
    public static final Duration DEFAULT_PONG_TIMEOUT = Duration.ofSeconds(30);

    /** The default of {@code cache_ttl}: 1 800 seconds. */
    public static final Duration DEFAULT_CACHE_TTL = Duration.ofSeconds(1_800);

    /** The default of {@code user_authentication_timeout}: 30 seconds. */
    public static final Duration DEFAULT_USER_AUTHENTICATION_TIMEOUT = Duration.ofSeconds(30);

    /** The default of {@code webhook_batch_ms}: 50 milliseconds. */
    public static final Duration DEFAULT_WEBHOOK_BATCH_TIME = Duration.ofMillis(50);

    /** The default of {@code webhook_grace_ms}: 3 000 milliseconds. */
    public static final Duration DEFAULT_WEBHOOK_GRACE_TIME = Duration.ofMillis(3_000);

    /** The default of {@code max_pending_webhook_events}: {@value} events of one hook. */
    public static final int DEFAULT_MAX_PENDING_WEBHOOK_EVENTS = 100_000;

    /** The default of {@code compression_min_size}: {@value} bytes. */
    public static final int DEFAULT_COMPRESSION_MIN_SIZE = 256;

    private final String id;
    private final String key;
    private final String secret;
    private final List<String> allowedOrigins;
    private final @Nullable Pattern originPattern;
    private final ClientEventPolicy acceptClientEventsFrom;
    private final @Nullable RateLimit rateLimit;
    private final boolean enabled;
    private final boolean requireTls;
    private final int maxConnections;
    private final int maxMessageSize;
    private final int maxEventSize;
    private final int maxChannelsPerConnection;
    private final int maxPresenceMembers;
    private final int maxPresenceMemberSize;
    private final int maxOutboundBytes;
    private final int maxBackendEventsPerSecond;
    private final int maxClientEventsPerSecond;
    private final int maxReadRequestsPerSecond;
    private final Duration pingInterval;
    private final Duration activityTimeout;
    private final Duration pongTimeout;
    private final Duration cacheTtl;
    private final boolean subscriptionCountEvents;
    private final boolean userAuthenticationRequired;
    private final Duration userAuthenticationTimeout;
    private final List<Webhook> webhooks;
    private final Duration webhookBatchTime;
    private final Duration webhookGraceTime;
    private final int maxPendingWebhookEvents;
    private final boolean compression;
    private final int compressionMinSize;

    private Application(Builder builder) {
        id = builder.id;
        key = builder.key;
        secret = builder.secret;
        allowedOrigins = builder.allowedOrigins;
        originPattern = originPattern(allowedOrigins);
        acceptClientEventsFrom = builder.acceptClientEventsFrom;
        rateLimit = builder.rateLimit;
        enabled = builder.enabled;
        requireTls = builder.requireTls;
        maxConnections = builder.maxConnections;
        maxMessageSize = builder.maxMessageSize;
        maxEventSize = builder.maxEventSize;
        maxChannelsPerConnection = builder.maxChannelsPerConnection;
        maxPresenceMembers = builder.maxPresenceMembers;
        maxPresenceMemberSize = builder.maxPresenceMemberSize;
        maxOutboundBytes = builder.maxOutboundBytes;
        maxBackendEventsPerSecond = builder.maxBackendEventsPerSecond;
        maxClientEventsPerSecond = builder.maxClientEventsPerSecond;
        maxReadRequestsPerSecond = builder.maxReadRequestsPerSecond;
        pingInterval = builder.pingInterval;
        activityTimeout = builder.activityTimeout;
        pongTimeout = builder.pongTimeout;
        cacheTtl = builder.cacheTtl;
        subscriptionCountEvents = builder.subscriptionCountEvents;
        userAuthenticationRequired = builder.userAuthenticationRequired;
        userAuthenticationTimeout = builder.userAuthenticationTimeout;
        webhooks = builder.webhooks;
        webhookBatchTime = builder.webhookBatchTime;
        webhookGraceTime = builder.webhookGraceTime;
        maxPendingWebhookEvents = builder.maxPendingWebhookEvents;
        compression = builder.compression;
        compressionMinSize = builder.compressionMinSize;
    }

    /**
     * An application with the default limits.
     *
     * @param id the id in {@code /apps/{id}}
     * @param key the public key
     * @param secret the secret that signs
     * @return the application
     * @throws IllegalArgumentException where one is empty
     */
    public static Application of(String id, String key, String secret) {
        return builder(id, key, secret).build();
    }

    /**
     * Begins an application with limits of its own.
     *
     * @param id the id in {@code /apps/{id}}
     * @param key the public key
     * @param secret the secret that signs
     * @return a builder with the defaults
     * @throws IllegalArgumentException where one is empty
     */
    public static Builder builder(String id, String key, String secret) {
        return new Builder(id, key, secret);
    }

    private static @Nullable Pattern originPattern(List<String> origins) {
        if (origins.contains("*")) {
            return null;
        }
        return Pattern.compile(origins.stream()
                .map(origin -> Pattern.quote(origin.toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q"))
                .collect(Collectors.joining("|")));
    }

    /**
     * Whether a page from this host may connect (the setting {@code allowed_origins}).
     *
     * @param host the host in the request's {@code Origin}, or null where there was none
     * @return whether one of the allowed origins matches
     */
    public boolean allowsOrigin(@Nullable String host) {
        return originPattern == null
                || host != null
                        && originPattern.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * The id by which publishers name the application.
     *
     * @return the id in {@code /apps/{id}}
     */
    public String id() {
        return id;
    }

    /**
     * The public key by which clients name the application.
     *
     * @return the key in {@code /app/{key}}
     */
    public String key() {
        return key;
    }

    /**
     * The secret that signs requests and subscriptions. Not to be logged.
     *
     * @return the secret
     */
    public String secret() {
        return secret;
    }

    /**
     * The hosts whose pages may connect, with {@code *} as a wildcard. {@code allowed_origins}
     *
     * @return an immutable list; {@code *} alone allows all
     */
    public List<String> allowedOrigins() {
        return allowedOrigins;
    }

    /**
     * From whom client events are accepted. {@code accept_client_events_from}
     *
     * @return the policy
     */
    public ClientEventPolicy acceptClientEventsFrom() {
        return acceptClientEventsFrom;
    }

    /**
     * How many messages one connection may send. {@code rate_limiting}
     *
     * @return the limit, or empty where there is none
     */
    public Optional<RateLimit> rateLimit() {
        return Optional.ofNullable(rateLimit);
    }

    /**
     * Whether clients may connect; where not, they are refused with 4003. {@code enabled}
     *
     * @return whether it is so
     */
    public boolean isEnabled() {
        return enabled;
    }

    /**
     * Whether connections without TLS are refused with 4000. {@code require_tls}
     *
     * @return whether it is so
     */
    public boolean requiresTls() {
        return requireTls;
    }

    /**
     * How many connections may be open on this server; more are refused with 4004. {@code max_connections}
     *
     * @return the limit
     */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * The largest message of a client in bytes, its fragments together; a larger one closes with 1009. {@code max_message_size}
     *
     * @return the limit
     */
    public int maxMessageSize() {
        return maxMessageSize;
    }

    /**
     * The largest {@code data} of a published event in bytes of UTF-8, decoded; a larger one is answered 413. {@code max_event_size}
     *
     * @return the limit
     */
    public int maxEventSize() {
        return maxEventSize;
    }

    /**
     * How many channels one connection may be subscribed to; more are refused with a subscription error. {@code max_channels_per_connection}
     *
     * @return the limit
     */
    public int maxChannelsPerConnection() {
        return maxChannelsPerConnection;
    }

    /**
     * How many users a presence channel may have; more are refused with a subscription error. {@code max_presence_members}
     *
     * @return the limit
     */
    public int maxPresenceMembers() {
        return maxPresenceMembers;
    }

    /**
     * The largest {@code user_info} of a presence member in bytes. {@code max_presence_member_size}
     *
     * @return the limit
     */
    public int maxPresenceMemberSize() {
        return maxPresenceMemberSize;
    }

    /**
     * How many bytes may wait before a frame of one connection; past it, the connection is closed with 4100. {@code max_outbound_bytes}
     *
     * @return the limit
     */
    public int maxOutboundBytes() {
        return maxOutboundBytes;
    }

    /**
     * How many events may be published in a second; more are answered 429. {@code max_backend_events_per_sec}
     *
     * @return the limit
     */
    public int maxBackendEventsPerSecond() {
        return maxBackendEventsPerSecond;
    }

    /**
     * How many client events the application's connections may send in a second, together; more are refused with 4301. {@code max_client_events_per_sec}
     *
     * @return the limit
     */
    public int maxClientEventsPerSecond() {
        return maxClientEventsPerSecond;
    }

    /**
     * How many GET requests are answered in a second; more are answered 429. {@code max_read_req_per_sec}
     *
     * @return the limit
     */
    public int maxReadRequestsPerSecond() {
        return maxReadRequestsPerSecond;
    }

    /**
     * After how much silence the server pings. {@code ping_interval}
     *
     * @return whole seconds
     */
    public Duration pingInterval() {
        return pingInterval;
    }

    /**
     * After how much silence the client is told to ping. {@code activity_timeout}
     *
     * @return whole seconds
     */
    public Duration activityTimeout() {
        return activityTimeout;
    }

    /**
     * How long the server waits for the answer to its ping before it closes with 4201. {@code pong_timeout}
     *
     * @return whole seconds
     */
    public Duration pongTimeout() {
        return pongTimeout;
    }

    /**
     * How long a cache channel keeps its last event without a new one. {@code cache_ttl}
     *
     * @return whole seconds
     */
    public Duration cacheTtl() {
        return cacheTtl;
    }

    /**
     * Whether subscribers of channels without members are told how many they are. {@code subscription_count_events}
     *
     * @return whether it is so
     */
    public boolean hasSubscriptionCountEvents() {
        return subscriptionCountEvents;
    }

    /**
     * Whether connections are closed with 4009 that neither sign in nor subscribe to a private or presence channel in time. {@code user_authentication_required}
     *
     * @return whether it is so
     */
    public boolean requiresUserAuthentication() {
        return userAuthenticationRequired;
    }

    /**
     * How long a connection has for it where that is required. {@code user_authentication_timeout}
     *
     * @return whole seconds
     */
    public Duration userAuthenticationTimeout() {
        return userAuthenticationTimeout;
    }

    /**
     * Who is told what happens on the application's channels. {@code webhooks}
     *
     * @return an immutable list, empty by default
     */
    public List<Webhook> webhooks() {
        return webhooks;
    }

    /**
     * How long an event for a webhook waits for others to be sent along with it. {@code webhook_batch_ms}
     *
     * @return whole milliseconds; zero sends each batch at once
     */
    public Duration webhookBatchTime() {
        return webhookBatchTime;
    }

    /**
     * How long a channel may be without subscribers, or a user without connections, before webhooks are told. {@code webhook_grace_ms}
     *
     * @return whole milliseconds; zero tells at once
     */
    public Duration webhookGraceTime() {
        return webhookGraceTime;
    }

    /**
     * How many events may wait for one webhook; those past it are dropped and counted. {@code max_pending_webhook_events}
     *
     * @return the limit
     */
    public int maxPendingWebhookEvents() {
        return maxPendingWebhookEvents;
    }

    /**
     * Whether broadcasts are compressed for the clients that have agreed to it, where the server {@linkplain
     * dev.reverb.ReverbServer.Builder#compression offers} it. {@code compression}
     *
     * @return whether it is so
     */
    public boolean hasCompression() {
        return compression;
    }

    /**
     * From which size on a broadcast is worth compressing. {@code compression_min_size}
     *
     * @return the size of the message in bytes
     */
    public int compressionMinSize() {
        return compressionMinSize;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Application application
                        && hasNames(application)
                        && hasLimits(application)
                        && hasRules(application);
    }

    private boolean hasNames(Application other) {
        return id.equals(other.id) && key.equals(other.key) && secret.equals(other.secret);
    }

    private boolean hasLimits(Application other) {
        return maxConnections == other.maxConnections
                && maxMessageSize == other.maxMessageSize
                && maxEventSize == other.maxEventSize
                && maxChannelsPerConnection == other.maxChannelsPerConnection
                && maxPresenceMembers == other.maxPresenceMembers
                && maxPresenceMemberSize == other.maxPresenceMemberSize
                && maxOutboundBytes == other.maxOutboundBytes
                && maxBackendEventsPerSecond == other.maxBackendEventsPerSecond
                && maxClientEventsPerSecond == other.maxClientEventsPerSecond
                && maxReadRequestsPerSecond == other.maxReadRequestsPerSecond
                && maxPendingWebhookEvents == other.maxPendingWebhookEvents
                && compressionMinSize == other.compressionMinSize;
    }

    private boolean hasRules(Application other) {
        return acceptClientEventsFrom == other.acceptClientEventsFrom
                && enabled == other.enabled
                && requireTls == other.requireTls
                && subscriptionCountEvents == other.subscriptionCountEvents
                && userAuthenticationRequired == other.userAuthenticationRequired
                && compression == other.compression
                && allowedOrigins.equals(other.allowedOrigins)
                && Objects.equals(rateLimit, other.rateLimit)
                && pingInterval.equals(other.pingInterval)
                && activityTimeout.equals(other.activityTimeout)
                && pongTimeout.equals(other.pongTimeout)
                && cacheTtl.equals(other.cacheTtl)
                && userAuthenticationTimeout.equals(other.userAuthenticationTimeout)
                && webhooks.equals(other.webhooks)
                && webhookBatchTime.equals(other.webhookBatchTime)
                && webhookGraceTime.equals(other.webhookGraceTime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, key);
    }

    /** The id and key; never the secret. */
    @Override
    public String toString() {
        return "Application[id=" + id + ", key=" + key + "]";
    }

    /** Builds an {@link Application}; each setter checks its value and says it in the exception. Not thread-safe. */
    public static final class Builder {

        private static final Duration LONGEST_MILLISECONDS = Duration.ofMillis(Integer.MAX_VALUE);

        private final String id;
        private final String key;
        private final String secret;
        private List<String> allowedOrigins = List.of("*");
        private ClientEventPolicy acceptClientEventsFrom = ClientEventPolicy.MEMBERS;
        private @Nullable RateLimit rateLimit;
        private boolean enabled = true;
        private boolean requireTls = false;
        private int maxConnections = DEFAULT_MAX_CONNECTIONS;
        private int maxMessageSize = DEFAULT_MAX_MESSAGE_SIZE;
        private int maxEventSize = DEFAULT_MAX_EVENT_SIZE;
        private int maxChannelsPerConnection = DEFAULT_MAX_CHANNELS_PER_CONNECTION;
        private int maxPresenceMembers = DEFAULT_MAX_PRESENCE_MEMBERS;
        private int maxPresenceMemberSize = DEFAULT_MAX_PRESENCE_MEMBER_SIZE;
        private int maxOutboundBytes = DEFAULT_MAX_OUTBOUND_BYTES;
        private int maxBackendEventsPerSecond = DEFAULT_MAX_BACKEND_EVENTS_PER_SECOND;
        private int maxClientEventsPerSecond = DEFAULT_MAX_CLIENT_EVENTS_PER_SECOND;
        private int maxReadRequestsPerSecond = DEFAULT_MAX_READ_REQUESTS_PER_SECOND;
        private Duration pingInterval = DEFAULT_PING_INTERVAL;
        private Duration activityTimeout = DEFAULT_ACTIVITY_TIMEOUT;
        private Duration pongTimeout = DEFAULT_PONG_TIMEOUT;
        private Duration cacheTtl = DEFAULT_CACHE_TTL;
        private boolean subscriptionCountEvents = false;
        private boolean userAuthenticationRequired = false;
        private Duration userAuthenticationTimeout = DEFAULT_USER_AUTHENTICATION_TIMEOUT;
        private List<Webhook> webhooks = List.of();
        private Duration webhookBatchTime = DEFAULT_WEBHOOK_BATCH_TIME;
        private Duration webhookGraceTime = DEFAULT_WEBHOOK_GRACE_TIME;
        private int maxPendingWebhookEvents = DEFAULT_MAX_PENDING_WEBHOOK_EVENTS;
        private boolean compression = true;
        private int compressionMinSize = DEFAULT_COMPRESSION_MIN_SIZE;

        private Builder(String id, String key, String secret) {
            this.id = notBlank("id", id);
            this.key = notBlank("key", key);
            this.secret = notBlank("secret", secret);
        }

        private static String notBlank(String name, String value) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("The application's " + name + " is empty.");
            }
            return value;
        }

        private static int atLeast(String setting, int minimum, int value) {
            if (value < minimum) {
                throw new IllegalArgumentException(setting + " must be at least " + minimum + ", not " + value);
            }
            return value;
        }

        private static Duration wholeSeconds(String setting, Duration value) {
            if (value.getSeconds() < 1 || value.getSeconds() > Integer.MAX_VALUE || value.getNano() != 0) {
                throw new IllegalArgumentException(setting + " must be whole seconds, at least 1, not " + value);
            }
            return value;
        }

        private static Duration wholeMilliseconds(String setting, Duration value) {
            if (value.isNegative()
                    || value.compareTo(LONGEST_MILLISECONDS) > 0
                    || value.toNanosPart() % 1_000_000 != 0) {
                throw new IllegalArgumentException(
                        setting + " must be whole milliseconds, 0 to " + Integer.MAX_VALUE + ", not " + value);
            }
            return value;
        }

        /**
         * The hosts whose pages may connect, with {@code *} as a wildcard. {@code allowed_origins}
         *
         * @param hosts such as {@code example.com} or {@code *.example.com}; {@code *} alone, the default, allows all
         * @return this builder
         * @throws IllegalArgumentException where the list or a host is empty
         */
        public Builder allowedOrigins(List<String> hosts) {
            if (hosts.isEmpty() || hosts.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException(
                        "allowed_origins must name at least one host, or \"*\", not " + hosts);
            }
            allowedOrigins = List.copyOf(hosts);
            return this;
        }

        /**
         * The hosts whose pages may connect; see {@link #allowedOrigins(List)}.
         *
         * @param hosts the hosts
         * @return this builder
         */
        public Builder allowedOrigins(String... hosts) {
            return allowedOrigins(List.of(hosts));
        }

        /**
         * From whom client events are accepted; {@link ClientEventPolicy#MEMBERS} by default. {@code
         * accept_client_events_from}
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder acceptClientEventsFrom(ClientEventPolicy policy) {
            acceptClientEventsFrom = policy;
            return this;
        }

        /**
         * How many messages one connection may send; no limit by default. {@code rate_limiting}
         *
         * @param limit the limit, or null for none
         * @return this builder
         */
        public Builder rateLimit(@Nullable RateLimit limit) {
            rateLimit = limit;
            return this;
        }

        /**
         * Whether clients may connect; where not, they are refused with 4003. {@code enabled}
         *
         * @param enabled whether it is so; true by default
         * @return this builder
         */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * Whether connections without TLS are refused with 4000. {@code require_tls}
         *
         * @param requireTls whether it is so; false by default
         * @return this builder
         */
        public Builder requireTls(boolean requireTls) {
            this.requireTls = requireTls;
            return this;
        }

        /**
         * How many connections may be open on this server; more are refused with 4004. {@code max_connections}
         *
         * @param maxConnections at least 1, or {@link #UNLIMITED}, the default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = atLeast("max_connections", 1, maxConnections);
            return this;
        }

        /**
         * The largest message of a client in bytes, its fragments together; a larger one closes with 1009. {@code max_message_size}
         *
         * @param maxMessageSize at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxMessageSize(int maxMessageSize) {
            this.maxMessageSize = atLeast("max_message_size", 1, maxMessageSize);
            return this;
        }

        /**
         * The largest {@code data} of a published event in bytes of UTF-8, decoded; a larger one is answered 413. {@code max_event_size}
         *
         * @param maxEventSize at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxEventSize(int maxEventSize) {
            this.maxEventSize = atLeast("max_event_size", 1, maxEventSize);
            return this;
        }

        /**
         * How many channels one connection may be subscribed to; more are refused with a subscription error. {@code max_channels_per_connection}
         *
         * @param maxChannelsPerConnection at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxChannelsPerConnection(int maxChannelsPerConnection) {
            this.maxChannelsPerConnection = atLeast("max_channels_per_connection", 1, maxChannelsPerConnection);
            return this;
        }

        /**
         * How many users a presence channel may have; more are refused with a subscription error. {@code max_presence_members}
         *
         * @param maxPresenceMembers at least 1, or {@link #UNLIMITED}, the default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPresenceMembers(int maxPresenceMembers) {
            this.maxPresenceMembers = atLeast("max_presence_members", 1, maxPresenceMembers);
            return this;
        }

        /**
         * The largest {@code user_info} of a presence member in bytes. {@code max_presence_member_size}
         *
         * @param maxPresenceMemberSize at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPresenceMemberSize(int maxPresenceMemberSize) {
            this.maxPresenceMemberSize = atLeast("max_presence_member_size", 1, maxPresenceMemberSize);
            return this;
        }

        /**
         * How many bytes may wait before a frame of one connection; past it, the connection is closed with 4100. {@code max_outbound_bytes}
         *
         * @param maxOutboundBytes at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxOutboundBytes(int maxOutboundBytes) {
            this.maxOutboundBytes = atLeast("max_outbound_bytes", 1, maxOutboundBytes);
            return this;
        }

        /**
         * How many events may be published in a second; more are answered 429. {@code max_backend_events_per_sec}
         *
         * @param maxBackendEventsPerSecond at least 1, or {@link #UNLIMITED}, the default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxBackendEventsPerSecond(int maxBackendEventsPerSecond) {
            this.maxBackendEventsPerSecond = atLeast("max_backend_events_per_sec", 1, maxBackendEventsPerSecond);
            return this;
        }

        /**
         * How many client events the application's connections may send in a second, together; more are refused with 4301. {@code max_client_events_per_sec}
         *
         * @param maxClientEventsPerSecond at least 1, or {@link #UNLIMITED}, the default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxClientEventsPerSecond(int maxClientEventsPerSecond) {
            this.maxClientEventsPerSecond = atLeast("max_client_events_per_sec", 1, maxClientEventsPerSecond);
            return this;
        }

        /**
         * How many GET requests are answered in a second; more are answered 429. {@code max_read_req_per_sec}
         *
         * @param maxReadRequestsPerSecond at least 1, or {@link #UNLIMITED}, the default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxReadRequestsPerSecond(int maxReadRequestsPerSecond) {
            this.maxReadRequestsPerSecond = atLeast("max_read_req_per_sec", 1, maxReadRequestsPerSecond);
            return this;
        }

        /**
         * After how much silence the server pings. {@code ping_interval}
         *
         * @param pingInterval whole seconds, at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less, or not whole seconds
         */
        public Builder pingInterval(Duration pingInterval) {
            this.pingInterval = wholeSeconds("ping_interval", pingInterval);
            return this;
        }

        /**
         * After how much silence the client is told to ping. {@code activity_timeout}
         *
         * @param activityTimeout whole seconds, at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less, or not whole seconds
         */
        public Builder activityTimeout(Duration activityTimeout) {
            this.activityTimeout = wholeSeconds("activity_timeout", activityTimeout);
            return this;
        }

        /**
         * How long the server waits for the answer to its ping before it closes with 4201. {@code pong_timeout}
         *
         * @param pongTimeout whole seconds, at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less, or not whole seconds
         */
        public Builder pongTimeout(Duration pongTimeout) {
            this.pongTimeout = wholeSeconds("pong_timeout", pongTimeout);
            return this;
        }

        /**
         * How long a cache channel keeps its last event without a new one. {@code cache_ttl}
         *
         * @param cacheTtl whole seconds, at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less, or not whole seconds
         */
        public Builder cacheTtl(Duration cacheTtl) {
            this.cacheTtl = wholeSeconds("cache_ttl", cacheTtl);
            return this;
        }

        /**
         * Whether subscribers of channels without members are told how many they are, at most once a second for a channel past
         * 100 of them. {@code subscription_count_events}
         *
         * @param subscriptionCountEvents false by default
         * @return this builder
         */
        public Builder subscriptionCountEvents(boolean subscriptionCountEvents) {
            this.subscriptionCountEvents = subscriptionCountEvents;
            return this;
        }

        /**
         * Whether connections are closed with 4009 that neither sign in nor subscribe to a private or presence channel in
         * time. {@code user_authentication_required}
         *
         * @param userAuthenticationRequired false by default
         * @return this builder
         */
        public Builder userAuthenticationRequired(boolean userAuthenticationRequired) {
            this.userAuthenticationRequired = userAuthenticationRequired;
            return this;
        }

        /**
         * How long a connection has for it where that is required. {@code user_authentication_timeout}
         *
         * @param userAuthenticationTimeout whole seconds, at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is something else
         */
        public Builder userAuthenticationTimeout(Duration userAuthenticationTimeout) {
            this.userAuthenticationTimeout = wholeSeconds("user_authentication_timeout", userAuthenticationTimeout);
            return this;
        }

        /**
         * Who is told what happens on the application's channels. {@code webhooks}
         *
         * @param hooks each isolated from the others
         * @return this builder
         */
        public Builder webhooks(List<Webhook> hooks) {
            this.webhooks = List.copyOf(hooks);
            return this;
        }

        /**
         * Who is told what happens on the application's channels. {@code webhooks}
         *
         * @param hooks each isolated from the others
         * @return this builder
         */
        public Builder webhooks(Webhook... hooks) {
            return webhooks(List.of(hooks));
        }

        /**
         * How long an event for a webhook waits for others to be sent along with it. {@code webhook_batch_ms}
         *
         * @param webhookBatchTime whole milliseconds; zero sends each batch at once
         * @return this builder
         * @throws IllegalArgumentException where it is something else
         */
        public Builder webhookBatchTime(Duration webhookBatchTime) {
            this.webhookBatchTime = wholeMilliseconds("webhook_batch_ms", webhookBatchTime);
            return this;
        }

        /**
         * How long a channel may be without subscribers, or a user without connections, before webhooks are told. {@code webhook_grace_ms}
         *
         * @param webhookGraceTime whole milliseconds; zero tells at once
         * @return this builder
         * @throws IllegalArgumentException where it is something else
         */
        public Builder webhookGraceTime(Duration webhookGraceTime) {
            this.webhookGraceTime = wholeMilliseconds("webhook_grace_ms", webhookGraceTime);
            return this;
        }

        /**
         * How many events may wait for one webhook; those past it are dropped and counted. {@code max_pending_webhook_events}
         *
         * @param maxPendingWebhookEvents at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPendingWebhookEvents(int maxPendingWebhookEvents) {
            this.maxPendingWebhookEvents = atLeast("max_pending_webhook_events", 1, maxPendingWebhookEvents);
            return this;
        }

        /**
         * Whether broadcasts are compressed for the clients that have agreed to it, where the server {@linkplain
         * dev.reverb.ReverbServer.Builder#compression offers} it. {@code compression}
         *
         * @param compression true by default
         * @return this builder
         */
        public Builder compression(boolean compression) {
            this.compression = compression;
            return this;
        }

        /**
         * From which size on a broadcast is worth compressing; smaller ones are sent as they are. {@code compression_min_size}
         *
         * @param compressionMinSize the size of the message in bytes, at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder compressionMinSize(int compressionMinSize) {
            this.compressionMinSize = atLeast("compression_min_size", 1, compressionMinSize);
            return this;
        }

        /**
         * Builds the application.
         *
         * @return an immutable application
         */
        public Application build() {
            return new Application(this);
        }
    }
}
