package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.PublishResult;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.jetty.MountedJetty;
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

    private final Application application = Application.of("my-app-id", "my-app-key", "my-app-secret");
    private final Server jetty = new Server(0);

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    private int port() {
        return ((NetworkConnector) jetty.getConnectors()[0]).getLocalPort();
    }

    private String get(String path) throws Exception {
        return EchoClient.get("http://127.0.0.1:" + port() + path).body();
    }

    private static EchoClient connect(int port, String path) throws InterruptedException {
        EchoClient client = EchoClient.connect("ws://127.0.0.1:" + port + path);
        assertThat(client.next()).contains("pusher:connection_established");
        return client;
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
            EchoClient client = connect(server.port(), "/app/my-app-key");
            client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
            assertThat(client.next()).contains("subscription_succeeded");
            // [publish]
            CompletionStage<PublishResult> published =
                    server.publish("my-app-id", "orders", "OrderShipped", "{\"id\":42}");
            // [publish]
            published.toCompletableFuture().join();
            assertThat(client.next()).contains("OrderShipped");
            String socketIdOfTheCause = "1.2";
            // [publication]
            server.publish(
                    "my-app-id",
                    Publication.of(List.of("orders", "private-orders.42"), "OrderShipped", "{\"id\":42}")
                            .except(socketIdOfTheCause));
            // [publication]
            assertThat(client.next()).contains("OrderShipped");
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
        EchoClient client = connect(port(), "/app/my-app-key");
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
