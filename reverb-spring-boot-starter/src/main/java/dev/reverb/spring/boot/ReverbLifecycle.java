package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Drains the server when the context closes, before the web server's graceful shutdown: while its port still answers, clients
 * are told to reconnect (4200), and so find another instance. After {@code spring.lifecycle.timeout-per-shutdown-phase} Spring
 * goes on to stop the web server, drained or not; settings that would let it come to that are warned of at the start.
 */
final class ReverbLifecycle implements SmartLifecycle {

    /** Later phases stop first. */
    static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 512;

    /** What a shutdown may take beside {@code drain-delay} and {@code drain-timeout}: a client's answer to its Close. */
    private static final Duration CLOSING = Duration.ofSeconds(6);

    private static final Logger LOG = LoggerFactory.getLogger(ReverbLifecycle.class);

    private final ReverbServer server;
    private final Duration longest;
    private final Duration phaseTimeout;
    private volatile boolean running;

    ReverbLifecycle(ReverbServer server, ReverbProperties properties, Duration phaseTimeout) {
        this.server = server;
        this.longest = properties.drainDelay().plus(properties.drainTimeout()).plus(CLOSING);
        this.phaseTimeout = phaseTimeout;
    }

    @Override
    public void start() {
        if (server.isShuttingDown()) {
            throw new IllegalStateException("A Reverb server cannot be started again; make a new application context.");
        }
        if (longest.compareTo(phaseTimeout) > 0) {
            LOG.warn(
                    "Draining Reverb may take {} s (reverb.drain-delay, reverb.drain-timeout and {} s for closing), but the"
                            + " web server stops after spring.lifecycle.timeout-per-shutdown-phase, {} s",
                    longest.toSeconds(),
                    CLOSING.toSeconds(),
                    phaseTimeout.toSeconds());
        }
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        // Through whenComplete, not thenRun: Spring is to go on in any case.
        server.shutdown().whenComplete((done, failed) -> {
            running = false;
            callback.run();
        });
    }

    @Override
    public void stop() {
        server.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A server that has shut down cannot go on. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
