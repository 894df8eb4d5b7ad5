package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One transport while it is measured: its server, which is warm after the first row, and what loads it. */
final class Bench implements AutoCloseable {

    private final RunOptions options;
    private final String transport;
    private final Generator generator;
    private final @Nullable ServerProcess limit;
    private final ServerProcess server;
    private boolean warm;

    Bench(RunOptions options, String transport, Generator generator, @Nullable ServerProcess limit)
            throws IOException, InterruptedException {
        this.options = options;
        this.transport = transport;
        this.generator = generator;
        this.limit = limit;
        this.server = startServer();
    }

    RunOptions options() {
        return options;
    }

    String transport() {
        return transport;
    }

    ServerProcess server() {
        return server;
    }

    /**
     * Has the server compile all of its paths, once: on the one core that it has, the compiler would else take a tenth of the
     * first rows, since a fan-out publishes too seldom to make the path of a publish hot within seconds.
     */
    void warmUp() throws IOException, InterruptedException {
        if (!warm) {
            warm = true;
            String seconds = "" + options.warmup;
            load(server, "http", "--http-conns", "8", "--duration", seconds);
            load(server, "churn", "--conns", "1000", "--duration", seconds);
        }
    }

    /** The server to compare with, if there is one. */
    @Nullable
    ServerProcess limit() {
        return limit;
    }

    /** Another one, fresh. */
    ServerProcess startServer() throws IOException, InterruptedException {
        return ServerProcess.reverb(transport, options.jvmOptions);
    }

    /** Loads a server, and returns all figures. */
    Map<String, Double> load(ServerProcess target, String... arguments) throws IOException, InterruptedException {
        return finish(start(target, arguments), target);
    }

    /** Starts a load without waiting. */
    Process start(ServerProcess target, String... arguments) throws IOException {
        return generator.start(target, arguments);
    }

    /** Waits for a load, and returns its figures. */
    Map<String, Double> finish(Process load, ServerProcess target) throws IOException, InterruptedException {
        return generator.finish(load, target);
    }

    /** Opens connections that are held until the process is ended. */
    Process hold(ServerProcess target, int connections) throws IOException {
        return start(target, "idle", "--subscribe", "--conns", "" + connections, "--settle", "1", "--hold", "600");
    }

    @Override
    public void close() {
        server.close();
    }
}
