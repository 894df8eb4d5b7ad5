package dev.reverb.spring.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.SignedRequest;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One port for the application and Reverb, in each of Spring Boot's servlet containers. */
class MountedIT {

    private static final Application SHOP = Application.of("shop", "shop-key", "shop-secret");
    private static final String SIGN = "{\"method\":\"GET\",\"path\":\"/apps/shop/channels\"}";

    private static HttpResponse<String> publish(HostApplication host, Application application) throws Exception {
        SignedRequest request = SignedRequest.of(application, "POST", "/apps/shop/events")
                .timestamp(System.currentTimeMillis() / 1_000)
                .body("{\"name\":\"OrderShipped\",\"channel\":\"orders\",\"data\":\"{}\"}");
        return host.post(request.target(), request.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {HostApplication.TOMCAT, HostApplication.JETTY})
    void sharesThePortWithAnApplicationBehindALogin(String container) throws Exception {
        try (HostApplication host = new HostApplication(container)) {
            EchoClient client = host.connect("/app/shop-key");
            assertThat(client.next()).contains("pusher:connection_established");
            assertThat(client.echo("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}"))
                    .contains("subscription_succeeded");

            HttpResponse<String> published = publish(host, SHOP);
            assertThat(published.statusCode()).isEqualTo(200);
            assertThat(published.headers().firstValue("Set-Cookie"))
                    .as("nothing of Spring Security's")
                    .isEmpty();
            assertThat(client.next()).contains("OrderShipped");

            assertThat(publish(host, Application.of("shop", "shop-key", "another"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(host.anonymously("/hello").statusCode()).isEqualTo(401);
            assertThat(host.asAlice("/hello").body()).isEqualTo("Hello");
            assertThat(host.asAlice("/up").statusCode())
                    .as("/up is the application's")
                    .isEqualTo(404);
            assertThat(host.asAlice("/playground/").statusCode())
                    .as("the playground is off by default")
                    .isEqualTo(404);
            assertThat(host.asAlice("/actuator/health").body())
                    .contains("\"reverb\":{\"details\":{\"connections\":{\"shop\":1}},\"status\":\"UP\"}");
            assertThat(host.bean(MeterRegistry.class)
                            .get("reverb.connections")
                            .tag("app", "shop")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HostApplication.TOMCAT, HostApplication.JETTY})
    void tellsClientsToReconnectWhileThePortStillAnswers(String container) throws Exception {
        HostApplication host = new HostApplication(
                container, "reverb.claim-up=true", "reverb.drain-delay=" + HeldScheduler.HOURS + "h");
        EchoClient client = host.connect("/app/shop-key");
        assertThat(client.next()).contains("pusher:connection_established");
        assertThat(host.anonymously("/up").statusCode()).isEqualTo(200);
        ReverbServer server = host.bean(ReverbServer.class);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(host::close);
        Await.until("the server is leaving", server::isShuttingDown);

        assertThat(host.asAlice("/hello").body()).isEqualTo("Hello");
        assertThat(host.anonymously("/up").statusCode()).isEqualTo(503);
        assertThat(host.asAlice("/actuator/health"))
                .returns(503, HttpResponse::statusCode)
                .satisfies(health -> assertThat(health.body()).contains("OUT_OF_SERVICE"));
        assertThat(closing).isNotDone();

        host.scheduler().release();
        assertThat(client.closeCode()).isEqualTo(4200);
        closing.join();
    }

    @Test
    void stopsNobodyFromComingWhileTheScalingBackEndIsAway() throws Exception {
        InMemoryCluster cluster = new InMemoryCluster(new FakeClock());
        try (HostApplication host = new HostApplication(
                HostApplication.TOMCAT, beans -> beans.registerBean(InMemoryCluster.class, () -> cluster))) {
            cluster.takeAway();

            assertThat(host.asAlice("/actuator/health"))
                    .returns(200, HttpResponse::statusCode)
                    .satisfies(health -> assertThat(health.body())
                            .contains("\"degradedSince\":\"2026-01-01T00:00:00Z\"", "\"status\":\"DEGRADED\"")
                            .endsWith("\"status\":\"UP\"}"));
            EchoClient client = host.connect("/app/shop-key");
            assertThat(client.next()).contains("pusher:connection_established");
        }
    }

    @Test
    void tellsTheWebhooksOfItsPropertiesThroughTheApplicationsSender() throws Exception {
        try (HostApplication host = new HostApplication(
                HostApplication.TOMCAT,
                "reverb.app.webhooks[0].url=https://hooks.example.com/shop",
                "reverb.app.webhooks[0].headers.X-Tenant=7")) {
            EchoClient client = host.connect("/app/shop-key");
            assertThat(client.next()).contains("pusher:connection_established");
            assertThat(client.echo("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}"))
                    .contains("subscription_succeeded");

            Await.until("the webhook is told", () -> !host.told().isEmpty());
            WebhookRequest request = host.told().get(0);
            assertThat(request.url()).hasToString("https://hooks.example.com/shop");
            assertThat(request.headers()).containsEntry("X-Tenant", "7").containsEntry("X-Pusher-Key", "shop-key");
            assertThat(new String(request.body(), UTF_8)).contains("\"channel_occupied\"");
            Counter delivered = host.bean(MeterRegistry.class)
                    .get("reverb.webhooks.events.delivered")
                    .tag("app", "shop")
                    .counter();
            Await.until("it is counted", () -> delivered.count() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HostApplication.TOMCAT, HostApplication.JETTY})
    void worksBelowPrefixesAndIsGoneWhenItIsDisabled(String container) throws Exception {
        try (HostApplication host =
                new HostApplication(container, "reverb.path=/ws", "server.servlet.context-path=/shop")) {
            EchoClient client = host.connect("/shop/ws/app/shop-key");
            assertThat(client.next()).contains("pusher:connection_established");
            assertThat(host.anonymously("/shop/ws/up").statusCode()).isEqualTo(200);
            assertThat(host.anonymously("/shop/apps/shop/events").statusCode()).isEqualTo(401);
            assertThat(host.asAlice("/shop/apps/shop/events").statusCode()).isEqualTo(404);
        }
        try (HostApplication host = new HostApplication(container, "reverb.enabled=false")) {
            assertThat(host.asAlice("/app/shop-key").statusCode()).isEqualTo(404);
            assertThat(host.asAlice("/hello").body()).isEqualTo("Hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HostApplication.TOMCAT, HostApplication.JETTY})
    void thePlaygroundIsServedBesideTheApplicationsOwnRoutes(String container) throws Exception {
        try (HostApplication host =
                new HostApplication(container, "reverb.playground.enabled=true", "server.servlet.context-path=/shop")) {
            HttpResponse<String> page = host.anonymously("/shop/playground/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            assertThat(page.body()).contains("<title>", "app.js");
            assertThat(host.anonymously("/shop/playground/app.js").statusCode()).isEqualTo(200);
            assertThat(host.anonymously("/shop/playground").headers().firstValue("Location"))
                    .hasValueSatisfying(location -> assertThat(location).endsWith("playground/"));
            assertThat(host.post("/shop/playground/sign", SIGN.getBytes(UTF_8)).body())
                    .contains("auth_signature=");

            assertThat(host.asAlice("/shop/hello").body()).isEqualTo("Hello");
            assertThat(host.anonymously("/shop/hello").statusCode()).isEqualTo(401);
            assertThat(host.asAlice("/shop/playground/another").statusCode()).isEqualTo(404);
            assertThat(host.asAlice("/shop/").statusCode())
                    .as("/ is the application's")
                    .isEqualTo(404);
        }
    }
}
