package dev.reverb.server.clients;

import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server on the loopback address, with the page of the browser tests and an application's endpoints beside it. */
final class RunningServer implements Site, AutoCloseable {

    /** The application that clients use where a test asks for nothing special. */
    static final Application APPLICATION = Application.of("app-1", "key-1", "secret-1");

    private static final long ANSWER_SECONDS = 10;

    private final ServerSetup setup;
    private final Host host;
    private final ReverbServer server;
    private final ApplicationEndpoints endpoints;
    private final int port;

    private RunningServer(ServerSetup setup, Host host, ReverbServer server, ApplicationEndpoints endpoints) {
        this.setup = setup;
        this.host = host;
        this.server = server;
        this.endpoints = endpoints;
        this.port = host.port();
    }

    static RunningServer start(ServerSetup setup, Host host) {
        ReverbServer.Builder builder = ReverbServer.builder().transport(host.transport());
        setup.applications().forEach(builder::application);
        setup.settings().accept(builder);
        ClientPages.install(builder);
        ApplicationEndpoints endpoints = new ApplicationEndpoints(setup.application());
        endpoints.install(builder);
        RunningServer running = new RunningServer(setup, host, start(builder, host), endpoints);
        endpoints.publishTo(running);
        return running;
    }

    private static ReverbServer start(ReverbServer.Builder builder, Host host) {
        ReverbServer server = builder.start();
        try {
            host.start();
        } catch (Exception failed) {
            server.close();
            throw new AssertionError("The host does not start", failed);
        }
        return server;
    }

    ServerSetup setup() {
        return setup;
    }

    @Override
    public Application application() {
        return setup.application();
    }

    /** The port, also after the server has been closed. */
    @Override
    public int port() {
        return port;
    }

    @Override
    public String scheme() {
        return setup.scheme();
    }

    Host host() {
        return host;
    }

    ReverbServer server() {
        return server;
    }

    /** What the application beside it was asked. */
    ApplicationEndpoints endpoints() {
        return endpoints;
    }

    /** Publishes, and returns once the event is in the channel's mailbox: before whatever the caller does next. */
    void publish(String channel, String event, String data) {
        publish(Publication.of(channel, event, data));
    }

    void publish(Publication publication) {
        await(server.publish(application().id(), publication));
    }

    /** Waits until so many connections are open. */
    void awaitConnections(int count) {
        await(() -> connections() == count, count + " connections");
    }

    /** How many connections are open now. */
    int connections() {
        return await(server.connectionCount(application().id()));
    }

    boolean isOccupied(String channel) {
        return await(server.channel(application().id(), channel)).occupied();
    }

    /** Waits until somebody, or nobody, is on a channel: what one client does on two channels has no order between them. */
    void awaitOccupied(String channel, boolean occupied) {
        await(() -> isOccupied(channel) == occupied, channel + " to be " + (occupied ? "occupied" : "left"));
    }

    /** Waits until something holds that nobody tells of. */
    static void await(BooleanSupplier condition, String wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Waited in vain for " + wanted);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Shuts down gracefully: clients are told to reconnect, and then the host stops. */
    @Override
    public void close() {
        server.close();
        host.close();
    }
}
