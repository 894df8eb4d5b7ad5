package dev.reverb;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.event.ServerListener;
import dev.reverb.interception.Interceptor;
import dev.reverb.internal.Engine;
import dev.reverb.internal.ServerSettings;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.WebhookSender;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A running server of the Pusher Channels protocol.
 *
 * <pre>{@code
 * try (ReverbServer server = ReverbServer.builder()
 *         .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
 *         .transport(JettyTransport.on("0.0.0.0", 8080))
 *         .start()) {
 *     server.publish("my-app-id", "orders", "OrderShipped", "{\"id\":42}");
 *     server.awaitShutdown();
 * }
 * }</pre>
 *
 * <p>All methods are safe for any thread, and only {@link #awaitShutdown} and {@link #close} block. Stages that are returned complete on
 * threads of the server: what is chained to them must be short, or go to an executor ({@code thenAcceptAsync}).
 */
public final class ReverbServer implements AutoCloseable {

    private final Engine engine;

    private ReverbServer(Engine engine) {
        this.engine = engine;
    }

    /**
     * Begins a server.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Publishes an event to one channel; the same as {@link #publish(String, Publication)}.
     *
     * @param appId the application's id
     * @param channel the channel's name
     * @param event the event's name
     * @param data the event's data, usually JSON text
     * @return completes once the event is in the channel's mailbox
     */
    public CompletionStage<PublishResult> publish(String appId, String channel, String event, String data) {
        return publish(appId, Publication.of(channel, event, data));
    }

    /**
     * Publishes an event. It goes to all its channels or to none. Never blocks: while too much waits before it, the
     * stage completes later.
     *
     * @param appId the application's id
     * @param publication what to publish, and to whom
     * @return completes once the event is in the mailboxes of its channels, before its fan-out; with a
     *     {@link PublishException} where it was refused
     */
    public CompletionStage<PublishResult> publish(String appId, Publication publication) {
        return engine.publish(appId, List.of(publication)).thenApply(results -> results.get(0));
    }

    /**
     * Publishes up to {@value Publication#MAX_BATCH_SIZE} events in order, all of them or none.
     *
     * @param appId the application's id
     * @param batch the publications
     * @return a result each, in the same order; with a {@link PublishException} where the batch was refused
     */
    public CompletionStage<List<PublishResult>> publishBatch(String appId, List<Publication> batch) {
        return engine.publish(appId, List.copyOf(batch));
    }

    /**
     * The channels that somebody is subscribed to. The channels of signed-in users are among them only where the prefix begins
     * with {@code #}.
     *
     * @param appId the application's id
     * @param prefix what their names begin with; empty for all others
     * @return the channels by name
     */
    public CompletionStage<Map<String, ChannelInfo>> channels(String appId, String prefix) {
        return engine.channels(appId, prefix);
    }

    /**
     * One channel.
     *
     * @param appId the application's id
     * @param channel the channel's name
     * @return the channel as it is now; one that does not exist is not occupied
     */
    public CompletionStage<ChannelInfo> channel(String appId, String channel) {
        return engine.channel(appId, channel);
    }

    /**
     * The members of a presence channel.
     *
     * @param appId the application's id
     * @param channel the channel's name
     * @return a member for each user, in the order of their arrival
     */
    public CompletionStage<List<Member>> members(String appId, String channel) {
        return engine.members(appId, channel);
    }

    /**
     * The number of open connections.
     *
     * @param appId the application's id
     * @return how many there are, on a channel or not
     */
    public CompletionStage<Integer> connectionCount(String appId) {
        return engine.connectionCount(appId);
    }

    /**
     * Closes every connection of a user with 4009: those that are signed in as the user, and those that are on a presence channel
     * as that user.
     *
     * @param appId the application's id
     * @param userId the user's id
     * @return completes when the connections have been told
     */
    public CompletionStage<Void> terminateConnections(String appId, String userId) {
        return engine.terminateConnections(appId, userId);
    }

    /**
     * The local TCP port of the first transport that listens by itself.
     *
     * @return the port; the same after the server has been shut down
     * @throws IllegalStateException where all transports are mounted into servers of the application
     */
    public int port() {
        return engine.port();
    }

    /**
     * Shuts down gracefully: {@code /up} answers 503 for {@code drainDelay} while connections are still accepted; then
     * upgrades are refused and connections closed with 4200, spread over up to {@code drainTimeout}; publishes in flight
     * are answered; webhooks are told what waits for them, in what is left of {@code drainTimeout}, at least ten seconds; then
     * the ports close. Calling it again returns the same stage.
     *
     * @return completes when all this is done
     */
    public CompletionStage<Void> shutdown() {
        return engine.shutdown();
    }

    /**
     * Whether the server is shutting down or has shut down, and {@code /up} says so with 503.
     *
     * @return true from the first call of {@link #shutdown} on, whoever makes it
     */
    public boolean isShuttingDown() {
        return engine.isShuttingDown();
    }

    /**
     * Since when the scaling back-end is away, and {@code /up} says {@code DEGRADED}. Clients of this server are served all the same; what
     * is asked of all servers fails.
     *
     * @return the time; empty where it is there, and of a server that runs alone
     */
    public Optional<Instant> degradedSince() {
        return engine.degradedSince();
    }

    /**
     * Waits until the server has been shut down, by whomever.
     *
     * @throws InterruptedException where the thread is interrupted while it waits
     */
    public void awaitShutdown() throws InterruptedException {
        engine.awaitShutdown();
    }

    /** Shuts down gracefully and waits for it. An interrupt ends the waiting, not the shutting down. */
    @Override
    public void close() {
        shutdown();
        try {
            awaitShutdown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Builds a {@link ReverbServer}. Not thread-safe. */
    public static final class Builder {

        /** The default of {@code max_request_size}: {@value} bytes. */
        public static final int DEFAULT_MAX_REQUEST_SIZE = 262_144;

        /** The default of {@code request_timeout}: ten seconds. */
        public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

        /** The default of {@code drain_delay}: none. */
        public static final Duration DEFAULT_DRAIN_DELAY = Duration.ZERO;

        /** The default of {@code drain_timeout}: 15 seconds. */
        public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(15);

        /** The default of {@code max_pending_events}: {@value} events per lane. */
        public static final int DEFAULT_MAX_PENDING_EVENTS = 16_384;

        /** The default of {@code max_pending_listener_events}: {@value} events per listener. */
        public static final int DEFAULT_MAX_PENDING_LISTENER_EVENTS = 65_536;

        /** The default of {@code interceptor_timeout}: five seconds. */
        public static final Duration DEFAULT_INTERCEPTOR_TIMEOUT = Duration.ofSeconds(5);

        /** The default of {@code application_check_interval}: five seconds. */
        public static final Duration DEFAULT_APPLICATION_CHECK_INTERVAL = Duration.ofSeconds(5);

        private final List<Application> applications = new ArrayList<>();
        private @Nullable ApplicationProvider provider;
        private final List<ServerListener> listeners = new ArrayList<>();
        private final List<Interceptor> interceptors = new ArrayList<>();
        private final List<Transport> transports = new ArrayList<>();
        private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();
        private Ticker ticker = Ticker.system();
        private @Nullable Scheduler scheduler;
        private MetricsRecorder metrics = MetricsRecorder.disabled();
        private @Nullable WebhookSender webhookSender;
        private @Nullable ScalingBackend scaling;
        private String path = "";
        private boolean claimsUp;
        private int maxRequestSize = DEFAULT_MAX_REQUEST_SIZE;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
        private Duration drainDelay = DEFAULT_DRAIN_DELAY;
        private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
        private int maxConnectionsPerAddress = Application.UNLIMITED;
        private long maxOutboundTotal = Math.max(1, Runtime.getRuntime().maxMemory() / 4);
        private int maxPendingEvents = DEFAULT_MAX_PENDING_EVENTS;
        private int maxPendingListenerEvents = DEFAULT_MAX_PENDING_LISTENER_EVENTS;
        private Duration interceptorTimeout = DEFAULT_INTERCEPTOR_TIMEOUT;
        private Duration applicationCheckInterval = DEFAULT_APPLICATION_CHECK_INTERVAL;
        private boolean compression;

        private Builder() {}

        /**
         * Serves an application; may be called for several.
         *
         * @param application the application
         * @return this builder
         */
        public Builder application(Application application) {
            applications.add(application);
            return this;
        }

        /**
         * Takes the applications from elsewhere, in place of {@link #application}.
         *
         * @param applicationProvider finds applications
         * @return this builder
         */
        public Builder applicationProvider(ApplicationProvider applicationProvider) {
            provider = applicationProvider;
            return this;
        }

        /**
         * Adds a way for clients to reach the server; may be called for several.
         *
         * @param transport a transport, of one server only
         * @return this builder
         */
        public Builder transport(Transport transport) {
            transports.add(transport);
            return this;
        }

        /**
         * Answers requests for one more path, such as a page of the application's own.
         *
         * @param handlerPath the exact path, without the prefix that {@link #path} sets, such as {@code /metrics}
         * @param handler answers it
         * @return this builder
         * @throws IllegalArgumentException where the path does not begin with a slash, or is the engine's own
         */
        public Builder handler(String handlerPath, HttpHandler handler) {
            if (!handlerPath.startsWith("/")
                    || handlerPath.startsWith("/app/")
                    || handlerPath.startsWith("/apps/")
                    || handlerPath.equals("/up")) {
                throw new IllegalArgumentException("Not a path for a handler: \"" + handlerPath + "\"");
            }
            handlers.put(handlerPath, handler);
            return this;
        }

        /**
         * Where the server reads the time.
         *
         * @param newTicker the machine's clocks by default
         * @return this builder
         */
        public Builder ticker(Ticker newTicker) {
            ticker = newTicker;
            return this;
        }

        /**
         * What runs delayed tasks.
         *
         * @param newScheduler one daemon thread by default
         * @return this builder
         */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /**
         * Where figures go.
         *
         * @param newMetrics nowhere by default
         * @return this builder
         */
        public Builder metrics(MetricsRecorder newMetrics) {
            metrics = newMetrics;
            return this;
        }

        /**
         * What takes webhooks to where they are: an HTTP client with a proxy or certificates of its own
         * ({@link WebhookSender#over}), or something else.
         *
         * @param newSender {@link WebhookSender#system()} by default
         * @return this builder
         */
        public Builder webhookSender(WebhookSender newSender) {
            webhookSender = newSender;
            return this;
        }

        /**
         * Makes this server one of several that share their channels: an event reaches the subscribers of all, in one order, and
         * members, counts and what the server is asked are those of all together. Rates and numbers of connections are limited by each
         * server for itself. A publication completes once the back-end has it; a question fails with {@link PublishException} while the
         * back-end is away. {@link #start} reaches for the back-end, for 30 seconds at most, and fails where it cannot be used. Without it
         * the server is alone.
         *
         * @param backend what joins the servers; all must serve the same applications
         * @return this builder
         */
        public Builder scaling(ScalingBackend backend) {
            scaling = backend;
            return this;
        }

        /**
         * A prefix before all paths of the server: {@code /ws} puts connections at {@code /ws/app/{key}}. Signatures are
         * over the path without it.
         *
         * @param prefix empty by default; begins with a slash and ends with none
         * @return this builder
         * @throws IllegalArgumentException where it is not such a path
         */
        public Builder path(String prefix) {
            if (!prefix.isEmpty() && (!prefix.startsWith("/") || prefix.endsWith("/") || prefix.contains("?"))) {
                throw new IllegalArgumentException(
                        "path must be empty, or begin with a slash and end with none, not \"" + prefix + "\"");
            }
            path = prefix;
            return this;
        }

        /**
         * Takes {@code /up} from a host that the server is mounted into, too. Without it a mounted server claims {@code
         * /app/*}, {@code /apps/*} and the paths of its {@linkplain #handler handlers} only. Below a {@linkplain #path prefix},
         * and on a port of its own, {@code /up} is always served.
         *
         * @return this builder
         */
        public Builder claimUp() {
            claimsUp = true;
            return this;
        }

        /**
         * The largest body of an API request; a larger one is answered 413. {@code max_request_size}
         *
         * @param bytes at least 1; {@value #DEFAULT_MAX_REQUEST_SIZE} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxRequestSize(int bytes) {
            maxRequestSize = (int) atLeast("max_request_size", 1, bytes);
            return this;
        }

        /**
         * How long a request may wait, for the rest of its body (408) or before it is admitted (503).
         * {@code request_timeout}
         *
         * @param timeout at least a second; ten by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder requestTimeout(Duration timeout) {
            atLeast("request_timeout", 1, timeout.getSeconds());
            requestTimeout = timeout;
            return this;
        }

        /**
         * How long a server that shuts down goes on accepting while {@code /up} says 503, so that load balancers look
         * away. {@code drain_delay}
         *
         * @param delay zero by default
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder drainDelay(Duration delay) {
            atLeast("drain_delay", 0, delay.toNanos());
            drainDelay = delay;
            return this;
        }

        /**
         * Over how long the closing of many connections is spread at a shutdown, so that clients do not all come back at
         * once; few connections take less. {@code drain_timeout}
         *
         * @param timeout 15 seconds by default; zero closes all at once
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder drainTimeout(Duration timeout) {
            atLeast("drain_timeout", 0, timeout.toNanos());
            drainTimeout = timeout;
            return this;
        }

        /**
         * How many connections one IP address may have open; more are refused with 4100.
         * {@code max_connections_per_address}
         *
         * @param connections at least 1; no limit by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxConnectionsPerAddress(int connections) {
            maxConnectionsPerAddress = (int) atLeast("max_connections_per_address", 1, connections);
            return this;
        }

        /**
         * How many bytes may wait for all connections together; past it, the largest backlog is closed with 4100.
         * {@code max_outbound_total}
         *
         * @param bytes at least 1; a quarter of the heap by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxOutboundTotal(long bytes) {
            maxOutboundTotal = atLeast("max_outbound_total", 1, bytes);
            return this;
        }

        /**
         * How many events each lane takes that have not yet been fanned out; further ones wait, up to
         * {@code request_timeout}. {@code max_pending_events}
         *
         * @param events at least {@value Publication#MAX_CHANNELS} x {@value Publication#MAX_BATCH_SIZE}, so that the largest request fits;
         *     {@value #DEFAULT_MAX_PENDING_EVENTS} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPendingEvents(int events) {
            maxPendingEvents =
                    (int) atLeast("max_pending_events", Publication.MAX_CHANNELS * Publication.MAX_BATCH_SIZE, events);
            return this;
        }

        /**
         * Has everything that happens told to a listener; may be called for several.
         *
         * @param listener told on a thread of its own, in order per channel and per connection
         * @return this builder
         */
        public Builder listener(ServerListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * How many events may wait for each {@linkplain #listener listener}; further ones are dropped, counted, and told as missed.
         * {@code max_pending_listener_events}
         *
         * @param events at least 1; {@value #DEFAULT_MAX_PENDING_LISTENER_EVENTS} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPendingListenerEvents(int events) {
            maxPendingListenerEvents = (int) atLeast("max_pending_listener_events", 1, events);
            return this;
        }

        /**
         * Has connections, subscriptions and client events decided by the application; may be called for several, which are asked one
         * after the other: the first that refuses has decided.
         *
         * @param interceptor asked away from the lanes
         * @return this builder
         */
        public Builder interceptor(Interceptor interceptor) {
            interceptors.add(interceptor);
            return this;
        }

        /**
         * How long {@linkplain #interceptor interceptors} may take for one decision, all together; past it the answer is no.
         * {@code interceptor_timeout}
         *
         * @param timeout at least a millisecond; five seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder interceptorTimeout(Duration timeout) {
            atLeast("interceptor_timeout", 1, timeout.toMillis());
            interceptorTimeout = timeout;
            return this;
        }

        /**
         * How often the server asks its {@linkplain #applicationProvider provider} whether the applications that have connections
         * still exist. Connections of one that has been removed or disabled are closed with 4003; those of one that has changed keep
         * it as it was. {@code application_check_interval}
         *
         * @param interval at least a second; five by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder applicationCheckInterval(Duration interval) {
            atLeast("application_check_interval", 1, interval.getSeconds());
            applicationCheckInterval = interval;
            return this;
        }

        /**
         * Offers clients {@code permessage-deflate} (RFC 7692) without context takeover, so that a broadcast is compressed once for all
         * of them. Which broadcasts are is a matter of their {@linkplain Application.Builder#compression application}.
         * {@code compression}
         *
         * @param offered false by default
         * @return this builder
         */
        public Builder compression(boolean offered) {
            compression = offered;
            return this;
        }

        private static long atLeast(String setting, long minimum, long value) {
            if (value < minimum) {
                throw new IllegalArgumentException(setting + " must be at least " + minimum + ", not " + value);
            }
            return value;
        }

        /**
         * Starts the server.
         *
         * @return the running server
         * @throws IllegalStateException where there is no application or no transport, or both {@link #application} and
         *     {@link #applicationProvider} were given
         * @throws UncheckedIOException where a transport cannot start; the message says why
         */
        public ReverbServer start() {
            if (provider == null ? applications.isEmpty() : !applications.isEmpty()) {
                throw new IllegalStateException("Give the server either applications or an application provider.");
            }
            if (transports.isEmpty()) {
                throw new IllegalStateException("Give the server a transport.");
            }
            ServerSettings settings = new ServerSettings(
                    path,
                    claimsUp,
                    maxRequestSize,
                    requestTimeout,
                    drainDelay,
                    drainTimeout,
                    maxConnectionsPerAddress,
                    maxOutboundTotal,
                    maxPendingEvents,
                    maxPendingListenerEvents,
                    interceptorTimeout,
                    applicationCheckInterval,
                    compression);
            Engine engine = new Engine(
                    settings,
                    Optional.ofNullable(provider).orElseGet(() -> ApplicationProvider.of(applications)),
                    List.copyOf(transports),
                    Map.copyOf(handlers),
                    ticker,
                    scheduler == null ? Scheduler.system() : scheduler,
                    metrics,
                    webhookSender == null ? WebhookSender.system() : webhookSender,
                    scaling,
                    List.copyOf(listeners),
                    List.copyOf(interceptors));
            try {
                engine.start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed.getMessage(), failed);
            }
            return new ReverbServer(engine);
        }
    }
}
