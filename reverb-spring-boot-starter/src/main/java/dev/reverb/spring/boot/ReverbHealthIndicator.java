package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Up with the open connections of each application, out of service from the beginning of a shutdown on. Applications that an
 * {@code ApplicationProvider} bean finds are not known here, so they are not counted.
 *
 * <p>While the scaling back-end is away, {@code DEGRADED} since then: a status that Spring Boot does not rank, so the application as a whole
 * stays as the others say. Nobody is to be restarted, or sent away, for a Redis that all servers lack.
 */
final class ReverbHealthIndicator extends AbstractHealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED", "The scaling back-end is away");

    private static final int TIMEOUT_SECONDS = 5;

    private final ReverbServer server;
    private final List<Application> applications;

    ReverbHealthIndicator(ReverbServer server, List<Application> applications) {
        super("Reverb health check failed");
        this.server = server;
        this.applications = applications;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        if (server.degradedSince().isEmpty() && !applications.isEmpty()) {
            tellConnections(builder);
        }
        Optional<Instant> degradedSince = server.degradedSince();
        degradedSince.ifPresent(since -> builder.withDetail("degradedSince", since.toString()));
        builder.status(status(degradedSince.isPresent()));
    }

    /** Those of all servers: they cannot be told where the back-end has just gone away. */
    private void tellConnections(Health.Builder builder) throws Exception {
        try {
            builder.withDetail("connections", connections());
        } catch (ExecutionException | TimeoutException failed) {
            if (server.degradedSince().isEmpty()) {
                throw failed;
            }
        }
    }

    private Status status(boolean degraded) {
        if (server.isShuttingDown()) {
            return Status.OUT_OF_SERVICE;
        }
        return degraded ? DEGRADED : Status.UP;
    }

    private Map<String, Integer> connections() throws Exception {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Application application : applications) {
            counts.put(
                    application.id(),
                    server.connectionCount(application.id())
                            .toCompletableFuture()
                            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        }
        return counts;
    }
}
