package dev.reverb.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One run against one server: what all modes use. */
final class Session implements Closeable {

    /** From so many connections on one source address is too few. */
    private static final int MANY = 5_000;

    final Options options;
    final Failures failures;
    final Figures figures;
    final Integrity integrity = new Integrity();
    final Payload payload;
    final Loop loop;
    final ServerProcesses server;
    final @Nullable RedisClient redis;
    final Connections connections;
    final Publishers publishers;

    /** Raised whenever something came that was waited for. */
    long progress;

    private long lastProgress;
    private long stalledSince;

    /**
     * Prepares a run; nothing is sent yet.
     *
     * @param log is told the first failures
     */
    Session(Options options, PrintStream log) throws IOException {
        this.options = options;
        this.failures = new Failures(log);
        this.figures = new Figures(options.mode);
        this.server = new ServerProcesses(options.pids);
        InetAddress address = InetAddress.getByName(options.host);
        this.redis = options.redis == 0 ? null : new RedisClient(new InetSocketAddress(address, options.redis));
        Sources sources = new Sources(address);
        if (options.connections > MANY || options.mode == Mode.CHURN) {
            sources.spread();
        }
        this.loop = new Loop(sources);
        this.payload = Payload.of(options.payload, options.jsonData);
        Signer signer = new Signer(options.secret);
        this.connections = new Connections(options, loop, address, signer, payload, failures);
        this.publishers = new Publishers(options, loop, address, signer, payload, failures);
    }

    boolean isInterrupted() {
        return loop.isInterrupted();
    }

    void pump(long until) {
        connections.pump(until);
    }

    Usage usage() {
        return new Usage(server, redis);
    }

    /** True when nothing has come for {@code --timeout}, although something is outstanding. */
    boolean isStalled(boolean outstanding) {
        long now = Clock.now();
        if (progress != lastProgress || !outstanding || stalledSince == 0) {
            lastProgress = progress;
            stalledSince = now;
            return false;
        }
        return now - stalledSince > Clock.nanos(options.timeout);
    }

    /** Opens all connections, with the figures of that; false if there is nothing to go on with. */
    boolean openAll() {
        Usage before = usage();
        connections.openAll();
        Usage after = usage();
        int ready = connections.ready;
        if (ready == 0 || isInterrupted()) {
            return false;
        }
        figures.count("conns_ready", ready);
        figures.add("setup_connects_per_s", ready / after.secondsSince(before), 0, "1/s");
        figures.add("setup_server_us_per_connect", after.cpuSince(before) / ready * 1e6, 1, "us");
        return true;
    }

    /** One publish to nobody shows, before it matters, whether the server closes after each response. */
    void probe() {
        Publisher publisher = publishers.get(0);
        publisher.publish(PublishRequest.NOBODY, 0, 1, 0, Clock.now());
        long end = Clock.now() + Clock.nanos(options.timeout);
        while (publisher.isBusy() && Clock.now() < end && !isInterrupted()) {
            pump(end);
        }
        if (publisher.isBusy()) {
            failures.add(Failure.TIMEOUT, "no response to the first publish");
            loop.interrupt();
        }
        connections.pumpFor(0.1);
    }

    @Override
    public void close() throws IOException {
        loop.close();
        if (redis != null) {
            redis.close();
        }
    }
}
