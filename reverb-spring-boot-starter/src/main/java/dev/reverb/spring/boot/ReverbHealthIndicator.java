package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up with the open connections of each application, out of service from the beginning of a shutdown on. Applications that an
 * {@code ApplicationProvider} bean finds are not known here, so they are not counted.
 */
final class ReverbHealthIndicator extends AbstractHealthIndicator {

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
        if (server.isShuttingDown()) {
            builder.outOfService();
        } else {
            builder.up();
        }
        if (!applications.isEmpty()) {
            builder.withDetail("connections", connections());
        }
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
