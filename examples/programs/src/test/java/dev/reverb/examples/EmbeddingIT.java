package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.PublishResult;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.jetty.MountedJetty;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/embedding.md shows beside the programs. */
class EmbeddingIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Application application = Application.of("my-app-id", "my-app-key", "my-app-secret");
    private final Server jetty = new Server(0);

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private URI uri(String scheme, int port, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    private int port() {
        return ((NetworkConnector) jetty.getConnectors()[0]).getLocalPort();
    }

    private String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("http", port(), path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private PusherSocket connect(int port, String path) throws InterruptedException {
        return new PusherSocket(http, uri("ws", port, path)).expect("pusher:connection_established");
    }

    /** What the application served all along. */
    private static final class OwnHandler extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String own = "own " + request.getHttpURI().getPath();
            response.write(true, ByteBuffer.wrap(own.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    }

    @Test
    void aProgramPublishes() throws Exception {
        try (ReverbServer server = ReverbServer.builder()
                .application(application)
                .transport(JettyTransport.on("127.0.0.1", 0))
                .start()) {
            PusherSocket client = connect(server.port(), "/app/my-app-key")
                    .send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}")
                    .expect("subscription_succeeded");
            // [publish]
            CompletionStage<PublishResult> published =
                    server.publish("my-app-id", "orders", "OrderShipped", "{\"id\":42}");
            // [publish]
            published.toCompletableFuture().join();
            client.expect("OrderShipped");
            String socketIdOfTheCause = "1.2";
            // [publication]
            server.publish(
                    "my-app-id",
                    Publication.of(List.of("orders", "private-orders.42"), "OrderShipped", "{\"id\":42}")
                            .except(socketIdOfTheCause));
            // [publication]
            client.expect("OrderShipped");
        }
    }

    @Test
    void jettyDrainsReverbWhenItStops() throws Exception {
        Server server = jetty;
        server.setHandler(new OwnHandler());
        // [into]
        ReverbServer reverb = ReverbServer.builder()
                .application(application)
                .transport(JettyTransport.into(server))
                .start();
        server.start();
        // [into]
        PusherSocket client = connect(port(), "/app/my-app-key");
        assertThat(get("/hello")).isEqualTo("own /hello");
        assertThat(get("/up")).isEqualTo("own /up");
        server.stop();
        assertThat(client.closeCode()).isEqualTo(4200);
        reverb.awaitShutdown();
    }

    @Test
    void theRestIsClaimedOnRequest() throws Exception {
        MountedJetty mounted = JettyTransport.mounted();
        jetty.setHandler(new Handler.Sequence(mounted.handler(), new OwnHandler()));
        jetty.start();
        // [claim-up]
        ReverbServer reverb = ReverbServer.builder()
                .application(application)
                .transport(mounted)
                .claimUp()
                .start();
        // [claim-up]
        try (reverb) {
            assertThat(get("/up")).contains("OK");
        }
        assertThat(get("/up")).as("once Reverb has stopped").isEqualTo("own /up");
        assertThat(get("/app/my-app-key")).isEqualTo("own /app/my-app-key");
    }

    @Test
    void everythingMayBeBelowAPrefix() throws Exception {
        MountedJetty mounted = JettyTransport.mounted();
        jetty.setHandler(new Handler.Sequence(mounted.handler(), new OwnHandler()));
        jetty.start();
        // [prefix]
        ReverbServer reverb = ReverbServer.builder()
                .application(application)
                .transport(mounted)
                .path("/ws")
                .start();
        // [prefix]
        try (reverb) {
            connect(port(), "/ws/app/my-app-key");
            assertThat(get("/ws/up")).contains("OK");
            assertThat(get("/up")).isEqualTo("own /up");
            assertThat(get("/app/my-app-key")).isEqualTo("own /app/my-app-key");
        }
    }
}
