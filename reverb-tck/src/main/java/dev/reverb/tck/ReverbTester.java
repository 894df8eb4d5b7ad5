package dev.reverb.tck;

import dev.reverb.Publication;
import dev.reverb.PublishResult;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A whole server in a test, without sockets, threads or waiting:
 *
 * <pre>{@code
 * try (ReverbTester reverb = ReverbTester.start()) {
 *     PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
 *     reverb.publish("orders", "OrderShipped", "{\"id\":42}");
 *     ada.expect("OrderShipped", "orders", "{\"id\":42}");
 * }
 * }</pre>
 *
 * <p>{@link #close} shuts the server down and asserts what must always hold: clients have read every error that they got,
 * all connections and subscriptions are gone with their clients, no timer is left, and the engine has kept the rules of
 * the transport SPI.
 *
 * <p>Not thread-safe.
 */
public final class ReverbTester implements AutoCloseable {

    /** The application that is served where a test names none. */
    public static final Application APPLICATION = Application.of("app-id", "app-key", "app-secret");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_SHUTDOWN = Duration.ofHours(1);

    private final List<Application> applications;
    private final InMemoryTransport transport;
    private final FakeClock clock;
    private final ReverbServer server;
    private final List<InMemoryClient> clients = new ArrayList<>();
    private final boolean ownProvider;
    private boolean shutDown;

    private ReverbTester(Builder builder) {
        applications = builder.applications.isEmpty() ? List.of(APPLICATION) : List.copyOf(builder.applications);
        transport = new InMemoryTransport(builder.lanes, builder.framing);
        clock = new FakeClock();
        ReverbServer.Builder settings =
                ReverbServer.builder().transport(transport).ticker(clock).scheduler(clock);
        ownProvider = builder.ownProvider;
        if (!ownProvider) {
            applications.forEach(settings::application);
        }
        builder.server.accept(settings);
        server = settings.start();
    }

    /**
     * Starts a server on one lane.
     *
     * @param applications what it serves; {@link #APPLICATION} where none is given
     * @return the running server
     */
    public static ReverbTester start(Application... applications) {
        Builder builder = builder();
        List.of(applications).forEach(builder::application);
        return builder.start();
    }

    /**
     * Begins a server with settings of its own.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The server.
     *
     * @return the server under test
     */
    public ReverbServer server() {
        return server;
    }

    /**
     * Its transport, for lanes that are run by hand and requests of any kind.
     *
     * @return the transport
     */
    public InMemoryTransport transport() {
        return transport;
    }

    /**
     * Its time. {@link #advance} is usually what a test wants.
     *
     * @return the clock
     */
    public FakeClock clock() {
        return clock;
    }

    /**
     * The application that clients and requests belong to.
     *
     * @return the first one that is served
     */
    public Application application() {
        return applications.get(0);
    }

    /**
     * Connects a client of the first application.
     *
     * @return the client, connected
     * @throws AssertionError where it was refused
     */
    public PusherClient connect() {
        return connect(application());
    }

    /**
     * Connects a client.
     *
     * @param application whose client
     * @return the client, connected
     * @throws AssertionError where it was refused
     */
    public PusherClient connect(Application application) {
        return new PusherClient(application, open("/app/" + application.key() + "?protocol=7"));
    }

    /**
     * Connects a client of the first application, with a request of its own: an origin, an address, TLS.
     *
     * @param request an upgrade
     * @return the client, connected
     * @throws AssertionError where it was refused
     */
    public PusherClient connect(InMemoryRequest request) {
        return new PusherClient(application(), open(request));
    }

    /**
     * Opens a WebSocket connection and does not look at what comes of it.
     *
     * @param target the path and query
     * @return the connection
     */
    public InMemoryClient open(String target) {
        return open(InMemoryRequest.upgrade(target));
    }

    /**
     * Opens a WebSocket connection and does not look at what comes of it.
     *
     * @param request an upgrade
     * @return the connection
     */
    public InMemoryClient open(InMemoryRequest request) {
        return watched(transport.connect(request));
    }

    /**
     * Opens a WebSocket connection on a chosen lane.
     *
     * @param request an upgrade
     * @param lane the lane's number, from 0
     * @return the connection
     */
    public InMemoryClient open(InMemoryRequest request, int lane) {
        return watched(transport.connect(request, lane));
    }

    /**
     * Speaks the Pusher protocol over a connection of the first application.
     *
     * @param socket a connection whose {@code pusher:connection_established} is the next to be read
     * @return the client
     */
    public PusherClient client(InMemoryClient socket) {
        return new PusherClient(application(), socket);
    }

    private InMemoryClient watched(InMemoryClient client) {
        clients.add(client);
        return client;
    }

    /**
     * Publishes an event of the first application, in process.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @param data the event's data
     * @return what the server answered
     */
    public PublishResult publish(String channel, String event, String data) {
        return publish(Publication.of(channel, event, data));
    }

    /**
     * Publishes an event of the first application, in process.
     *
     * @param publication what to publish, and to whom
     * @return what the server answered
     */
    public PublishResult publish(Publication publication) {
        return await(server.publish(application().id(), publication));
    }

    /**
     * Sends a signed request of the first application to the HTTP API.
     *
     * @param method such as {@code GET}
     * @param path what follows {@code /apps/{id}}, with its query, such as {@code /channels?info=user_count}
     * @return the answer
     */
    public InMemoryExchange request(String method, String path) {
        return request(signed(method, path));
    }

    /**
     * Sends a signed request of the first application to the HTTP API.
     *
     * @param method such as {@code POST}
     * @param path what follows {@code /apps/{id}}, such as {@code /events}
     * @param json the body
     * @return the answer
     */
    public InMemoryExchange request(String method, String path, String json) {
        return request(signed(method, path).body(json));
    }

    /**
     * Sends a request that has been signed.
     *
     * @param request the request
     * @return the answer
     */
    public InMemoryExchange request(SignedRequest request) {
        return transport.request(request.build());
    }

    /**
     * Begins a request of the first application, dated now.
     *
     * @param method such as {@code POST}
     * @param path what follows {@code /apps/{id}}, with its query
     * @return a builder
     */
    public SignedRequest signed(String method, String path) {
        return SignedRequest.of(application(), method, "/apps/" + application().id() + path)
                .at(clock);
    }

    /**
     * Lets time pass, timer by timer; after each the lanes run until they rest.
     *
     * @param time how much
     */
    public void advance(Duration time) {
        transport.settleUnlessManual();
        Duration left = time;
        while (true) {
            Duration step = clock.untilNextTask().filter(shorterThan(left)).orElse(left);
            clock.advance(step);
            transport.settleUnlessManual();
            left = left.minus(step);
            if (left.isZero() && clock.untilNextTask().filter(Duration::isZero).isEmpty()) {
                return;
            }
        }
    }

    private static Predicate<Duration> shorterThan(Duration limit) {
        return duration -> duration.compareTo(limit) < 0;
    }

    /**
     * Runs the lanes until a stage is complete.
     *
     * @param stage what the server returned
     * @param <T> what it completes with
     * @return what it has completed with
     * @throws RuntimeException what it failed with, such as a {@code PublishException}
     * @throws AssertionError where it does not complete within ten seconds
     */
    public <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        transport.await(future::isDone, PATIENCE);
        try {
            return future.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /**
     * Shuts the server down, letting as much time pass as it wants for that, up to an hour.
     *
     * @throws AssertionError where it does not come to an end
     */
    public void shutdown() {
        CompletableFuture<Void> done = server.shutdown().toCompletableFuture();
        Duration left = LONGEST_SHUTDOWN;
        transport.settle();
        while (!done.isDone()) {
            Duration step = clock.untilNextTask().orElse(Duration.ZERO);
            if (step.isZero() && clock.pendingTasks() == 0) {
                transport.await(() -> done.isDone() || clock.pendingTasks() > 0, PATIENCE);
            }
            clock.advance(step);
            transport.settle();
            left = left.minus(step);
            if (left.isNegative()) {
                throw new AssertionError("The server has not shut down within " + LONGEST_SHUTDOWN);
            }
        }
        done.join();
        shutDown = true;
    }

    /**
     * Ends all clients and the server.
     *
     * @throws AssertionError where an invariant does not hold; see the class
     */
    @Override
    public void close() {
        transport.automatic();
        List<String> broken = new ArrayList<>();
        clients.forEach(client -> Invariants.checkErrorsWereRead(client, broken));
        clients.stream().filter(client -> !client.isDisconnected()).forEach(InMemoryClient::vanish);
        if (!shutDown) {
            checkNothingIsLeft(broken);
            shutdown();
        }
        Invariants.checkEnd(this, broken);
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }

    private void checkNothingIsLeft(List<String> broken) {
        if (!ownProvider) {
            applications.forEach(application -> Invariants.checkNothingIsLeft(this, application, broken));
        }
    }

    /** Builds a {@link ReverbTester}. Not thread-safe. */
    public static final class Builder {

        private final List<Application> applications = new ArrayList<>();
        private Consumer<ReverbServer.Builder> server = settings -> {};
        private Framing framing = Framing.RAW;
        private boolean ownProvider;
        private int lanes = 1;

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
         * Sets how many lanes there are.
         *
         * @param number at least 1, the default
         * @return this builder
         */
        public Builder lanes(int number) {
            lanes = number;
            return this;
        }

        /**
         * Sets how the server hands over frames.
         *
         * @param newFraming {@link Framing#RAW} by default
         * @return this builder
         */
        public Builder framing(Framing newFraming) {
            framing = newFraming;
            return this;
        }

        /**
         * Sets anything else about the server.
         *
         * @param settings changes the server's builder
         * @return this builder
         */
        public Builder server(Consumer<ReverbServer.Builder> settings) {
            server = server.andThen(settings);
            return this;
        }

        /**
         * Leaves it to {@link #server} to set an application provider; the applications given here are then only those
         * that clients sign for.
         *
         * @return this builder
         */
        public Builder ownProvider() {
            ownProvider = true;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server
         */
        public ReverbTester start() {
            return new ReverbTester(this);
        }
    }
}
