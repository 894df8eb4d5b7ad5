package dev.reverb.broadcasting.server;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.Pusher;
import dev.reverb.ClientAuthorizer;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.connection.HttpConnection;
import dev.reverb.broadcasting.connection.LocalConnection;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.transport.jetty.JettyTransport;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whichever way an event takes to the server, a client gets the same bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameEventsIT {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final EncryptionMasterKey MASTER = EncryptionMasterKey.ofBase64(KEY);
    private static final Application APPLICATION = Application.of("app-1", "the-key", "the-secret");
    private static final ClientAuthorizer AUTHORIZER =
            ClientAuthorizer.of(APPLICATION).withEncryptionKey(MASTER);

    private ReverbServer server;
    private LocalConnection local;
    private HttpConnection http;
    private Broadcaster broadcaster;

    @BeforeAll
    void start() {
        server = ReverbServer.builder()
                .application(APPLICATION)
                .transport(JettyTransport.on("127.0.0.1", 0))
                .start();
        local = LocalConnection.to(server, "app-1");
        http = HttpConnection.builder(URI.create("http://127.0.0.1:" + server.port()), "app-1", "the-key", "the-secret")
                .build();
        broadcaster = Broadcaster.builder()
                .connection("local", local)
                .connection("http", http)
                .encryptionKey(MASTER)
                .build();
    }

    @AfterAll
    void stop() {
        broadcaster.close();
        server.close();
    }

    private RawClient client() throws IOException {
        return new RawClient(server.port(), "the-key", AUTHORIZER);
    }

    private record OrderShipped(long id, String to, List<String> items) implements ShouldBroadcast {
        @Override
        public List<Channel> broadcastOn() {
            return List.of(new Channel("orders"));
        }

        @Override
        public List<String> broadcastConnections() {
            return List.of("local", "http");
        }
    }

    @Test
    void areTheSameBytesLocallyAndOverHttp() throws Exception {
        try (RawClient client = client().subscribe("orders")
                .subscribe("private-orders.1")
                .subscribe("presence-room")
                .subscribe("private-encrypted-orders.1")) {
            List<ShouldBroadcast> events = List.of(
                    new OrderShipped(1, "Zoë 🚀 \"quoted\" \\ / <b>&\u2028\t\n\u0001", List.of("a", "")),
                    new OrderShipped(Long.MIN_VALUE, "", List.of()),
                    new OrderShipped(3, "x".repeat(9_000), List.of()));
            events.forEach(broadcaster::sendNow);
            for (Object data : List.of("text", 42, -1.5e-9, true, List.of(), Map.of("deep", List.of(Map.of())))) {
                broadcaster
                        .onPrivate("orders.1")
                        .named("App\\Events\\Any")
                        .with(data)
                        .via("local", "http")
                        .sendNow();
            }
            broadcaster
                    .onPresence("room")
                    .on("orders")
                    .named("é")
                    .via("http", "local")
                    .sendNow();
            broadcaster
                    .onEncryptedPrivate("orders.1")
                    .with(new OrderShipped(4, "Zoë", List.of()))
                    .via("local", "http")
                    .sendNow();

            List<String> frames = new ArrayList<>();
            for (int i = 0; i < 2 * (3 + 6 + 2 + 1); i++) {
                frames.add(client.next().bytes());
            }
            assertThat(frames.stream().collect(groupingBy(frame -> frame, counting())))
                    .hasSize(3 + 6 + 2 + 1)
                    .allSatisfy((frame, count) -> assertThat(count).isEqualTo(2));
        }
    }

    @Test
    void leaveTheSameConnectionOut() throws Exception {
        try (RawClient author = client().subscribe("orders");
                RawClient other = client().subscribe("orders")) {
            broadcaster
                    .on("orders")
                    .named("first")
                    .toOthers(author.socketId())
                    .via("local", "http")
                    .sendNow();
            broadcaster.on("orders").named("last").via("local").sendNow();

            assertThat(other.next().event()).isEqualTo("first");
            assertThat(other.next().event()).isEqualTo("first");
            assertThat(author.next().event()).isEqualTo("last");
        }
    }

    @Test
    void areTheSameBytesInABatch() throws Exception {
        try (RawClient author = client().subscribe("orders");
                RawClient client = client().subscribe("orders").subscribe("private-orders.1")) {
            List<BroadcastMessage> batch = List.of(
                    new BroadcastMessage(List.of("orders"), "first", "{\"to\":\"Zoë 🚀\"}", Optional.empty()),
                    new BroadcastMessage(List.of("private-orders.1"), "second", "2", Optional.empty()),
                    new BroadcastMessage(List.of("orders"), "third", "\"3\"", Optional.of(author.socketId())),
                    new BroadcastMessage(List.of("orders"), "last", "", Optional.empty()));
            List<Set<String>> arrived = new ArrayList<>();
            for (BroadcastConnection connection : List.of(local, http)) {
                connection.publishBatch(batch).toCompletableFuture().get(60, TimeUnit.SECONDS);
                List<RawClient.Frame> frames = List.of(client.next(), client.next(), client.next(), client.next());
                assertThat(frames.stream().filter(frame -> frame.channel().equals("orders")))
                        .extracting(RawClient.Frame::event)
                        .containsExactly("first", "third", "last");
                assertThat(author.next().event()).isEqualTo("first");
                assertThat(author.next().event()).isEqualTo("last");
                arrived.add(frames.stream().map(RawClient.Frame::bytes).collect(toSet()));
            }
            assertThat(arrived.get(0)).hasSize(4).isEqualTo(arrived.get(1));
        }
    }

    @Test
    void keepTheirOrderThroughTheQueue() throws Exception {
        try (RawClient client = client().subscribe("orders")) {
            for (String connection : List.of("local", "http")) {
                for (int i = 0; i < 50; i++) {
                    broadcaster
                            .on("orders")
                            .named("e" + i)
                            .with(Map.of("i", i))
                            .via(connection)
                            .send();
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(client.next().text())
                            .isEqualTo("{\"event\":\"e" + i + "\",\"channel\":\"orders\",\"data\":\"{\\\"i\\\":" + i
                                    + "}\"}");
                }
            }
        }
    }

    @Test
    void areTheSameBytesThatPushersSdkBrings() throws Exception {
        Pusher sdk = new Pusher("app-1", "the-key", "the-secret");
        sdk.setHost("127.0.0.1:" + server.port());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", 42);
        data.put("to", "Zoë 🚀");
        try (RawClient client = client().subscribe("orders")) {
            assertThat(sdk.trigger("orders", "shipped", data).getHttpStatus()).isEqualTo(200);
            broadcaster.on("orders").named("shipped").with(data).via("http").sendNow();
            broadcaster.on("orders").named("shipped").with(data).via("local").sendNow();

            String frame = client.next().bytes();
            assertThat(List.of(client.next().bytes(), client.next().bytes())).containsOnly(frame);
        }
    }
}
