package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How it shows that the back-end is away, and what a server tells of what comes from there. */
class ClusterAvailabilityTest {

    private final List<String> told = new ArrayList<>();

    private final Servers servers = new Servers(
            2,
            Application.of("app-id", "app-key", "app-secret"),
            server -> server.claimUp().metrics(new MetricsRecorder() {
                @Override
                public void scalingAvailable(boolean available) {
                    told.add(available ? "back" : "away");
                }

                @Override
                public void busEventReceived(String appId) {
                    told.add("event " + appId);
                }
            }));

    @AfterEach
    void stop() {
        servers.close();
    }

    private InMemoryExchange up() {
        return servers.server(0).transport().request(InMemoryRequest.of("GET", "/up"));
    }

    private Optional<Instant> degradedSince() {
        return servers.server(0).server().degradedSince();
    }

    @Test
    void upAndMetricsSaySinceWhenTheBackEndIsAway() {
        up().expect(200, "{\"health\":\"OK\"}");
        assertThat(degradedSince()).isEmpty();
        servers.advance(Duration.ofSeconds(5));
        servers.cluster.takeAway();
        servers.advance(Duration.ofSeconds(5));
        up().expect(200, "{\"health\":\"DEGRADED\",\"since\":\"2026-01-01T00:00:05Z\"}");
        assertThat(degradedSince()).contains(Instant.parse("2026-01-01T00:00:05Z"));
        servers.cluster.bringBack();
        up().expect(200, "{\"health\":\"OK\"}");
        assertThat(degradedSince()).isEmpty();
        assertThat(told).containsExactly("away", "away", "back", "back");
    }

    @Test
    void whatComesFromTheBusCountsOnTheServersThatFollow() {
        PusherClient client = servers.connect(1).subscribe("orders").expectSubscribed("orders");
        servers.server(0).publish("orders", "E", "{}");
        servers.server(0).publish("news", "E", "{}");
        client.expect("E", "orders", "{}").expectNothing();
        assertThat(told).containsExactly("event app-id");
    }
}
