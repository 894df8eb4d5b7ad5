package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.application.RateLimit;
import dev.reverb.channel.Member;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.tck.Framing;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When each figure is counted. */
class MetricsRecorderTest {

    private final RecordingMetrics metrics = new RecordingMetrics();
    private ReverbTester reverb;

    private void start(UnaryOperator<Application.Builder> limits, Framing framing) {
        reverb = ReverbTester.builder()
                .application(limits.apply(Application.builder("app-id", "app-key", "app-secret"))
                        .build())
                .framing(framing)
                .server(settings -> settings.metrics(metrics).maxPendingEvents(1_000))
                .start();
    }

    private void start(UnaryOperator<Application.Builder> limits) {
        start(limits, Framing.RAW);
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    @Test
    void connectionsAreCountedInAndOut() {
        start(limits -> limits.maxConnections(1));
        PusherClient ada = reverb.connect();
        reverb.open("/app/app-key?protocol=7").skip();
        reverb.open("/app/unknown?protocol=7").skip();
        reverb.open("/app/app-key?protocol=4").skip();
        ada.socket().vanish();
        assertThat(metrics.take())
                .containsExactly("opened app-id", "refused 4004", "refused 4001", "refused 4007", "closed app-id");
    }

    @Test
    void eachEventIsPublishedOnceInHoweverManyChannels() {
        start(limits -> limits.maxEventSize(10));
        reverb.publish(Publication.of(List.of("a", "b", "c"), "E", "{}"));
        assertThat(metrics.take()).containsExactly("published app-id");
        reverb.request(
                "POST",
                "/batch_events",
                "{\"batch\":[{\"name\":\"E\",\"channel\":\"a\",\"data\":\"1\"},{\"name\":\"E\",\"channel\":\"a\",\"data\":\"2\"}]}");
        assertThat(metrics.take()).containsExactly("published app-id", "published app-id");
        reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"a\",\"data\":\"01234567890\"}");
        assertThat(metrics.take()).isEmpty();
    }

    @Test
    void everyKindOfRateIsCounted() {
        start(limits -> limits.maxBackendEventsPerSecond(1)
                .maxReadRequestsPerSecond(1)
                .maxClientEventsPerSecond(1)
                .rateLimit(new RateLimit(3, Duration.ofMinutes(1), false)));
        reverb.publish("a", "E", "{}");
        assertThat(reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"a\",\"data\":\"{}\"}")
                        .status())
                .isEqualTo(429);
        assertThat(metrics.take()).containsExactly("published app-id", "rate limited app-id");
        reverb.request("GET", "/channels");
        reverb.request("GET", "/channels");
        assertThat(metrics.take()).containsExactly("rate limited app-id");

        PusherClient ada = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        metrics.take();
        ada.whisper("private-a", "client-e", "1");
        assertThat(metrics.take()).isEmpty();
        ada.whisper("private-a", "client-e", "1").expectError(4301);
        assertThat(metrics.take()).containsExactly("rate limited app-id");
        ada.send("{\"event\":\"pusher:ping\"}").expectError(4301);
        assertThat(metrics.take()).containsExactly("rate limited app-id");
    }

    @Test
    void aSlowConsumerIsCountedWithWhatItDoesNotGet() {
        start(limits -> limits.maxOutboundBytes(200));
        PusherClient ada = reverb.connect().subscribe("a").expectSubscribed("a");
        metrics.take();
        int frame = "{\"event\":\"E\",\"channel\":\"a\",\"data\":\"\"}".length() + 70 + 2;
        ada.socket().allowWrites(1);
        for (int i = 0; i < 4; i++) {
            reverb.publish("a", "E", "x".repeat(70));
        }
        assertThat(metrics.take())
                .containsExactly(
                        "published app-id",
                        "published app-id",
                        "published app-id",
                        "slow consumer app-id " + 2 * frame,
                        "closed app-id",
                        "published app-id");
        ada.socket().unblockWrites().skip();
    }

    @Test
    void whoDoesNotAnswerThePingIsCountedOnce() {
        start(limits -> limits);
        PusherClient ada = reverb.connect();
        ada.socket().ignoreClose();
        metrics.take();
        reverb.advance(Duration.ofSeconds(90).minusMillis(1));
        assertThat(metrics.take()).isEmpty();
        reverb.advance(Duration.ofMillis(1));
        assertThat(metrics.take()).containsExactly("pruned app-id", "closed app-id");
        reverb.advance(Duration.ofSeconds(30));
        assertThat(metrics.take()).isEmpty();
        ada.socket().skip();
    }

    @Test
    void aPublishThatFindsNoRoomIsCounted() {
        start(limits -> limits);
        reverb.connect().subscribe("a").expectSubscribed("a");
        metrics.take();
        reverb.transport().manual();
        for (int i = 0; i < 1_001; i++) {
            reverb.server().publish("app-id", "a", "E", "{}");
        }
        assertThat(metrics.take()).hasSize(1_000).containsOnly("published app-id");
        reverb.clock().advance(Duration.ofSeconds(10));
        assertThat(metrics.take()).containsExactly("publish refused app-id");
    }

    // ---- sums ----

    @ParameterizedTest
    @EnumSource
    void allThatClientsGetIsCounted(Framing framing) {
        start(limits -> limits, framing);
        List<PusherClient> clients = new ArrayList<>();
        List<ServerFrame> received = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var socket = reverb.open("/app/app-key?protocol=7");
            received.addAll(socket.unread());
            clients.add(reverb.client(socket));
        }
        int sent = 0;
        for (PusherClient client : clients) {
            String message = "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}";
            client.send(message).send("{\"event\":\"pusher:ping\"}");
            sent += message.length() + "{\"event\":\"pusher:ping\"}".length();
        }
        assertThat(metrics.messagesReceived).isEqualTo(10);
        assertThat(metrics.bytesReceived).isEqualTo(sent);
        for (PusherClient client : clients) {
            client.subscribe("presence-room", new Member(client.socketId(), Optional.empty()));
        }
        reverb.await(reverb.server()
                .publishBatch(
                        "app-id",
                        Collections.nCopies(
                                10,
                                Publication.of("orders", "E", "x".repeat(200))
                                        .except(clients.get(0).socketId()))));
        reverb.publish("orders", "E", "{}");
        clients.get(1).whisper("presence-room", "client-e", "{\"a\":1}");

        for (PusherClient client : clients) {
            received.addAll(client.socket().unread());
            client.socket().skip();
        }
        assertThat(metrics.framesSent).isEqualTo(received.size());
        assertThat(metrics.bytesSent)
                .isEqualTo(received.stream()
                        .mapToLong(frame -> frame.payload().length + (frame.payload().length < 126 ? 2 : 4))
                        .sum());
    }

    // ---- one that is broken ----

    private static MetricsRecorder broken(boolean error) {
        return (MetricsRecorder) Proxy.newProxyInstance(
                MetricsRecorder.class.getClassLoader(),
                new Class<?>[] {MetricsRecorder.class},
                (proxy, method, arguments) -> {
                    if (error) {
                        throw new NoSuchMethodError("a registry of another version");
                    }
                    throw new IllegalStateException("no registry");
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRecorderThatThrowsBreaksNothing(boolean error) {
        reverb = ReverbTester.builder()
                .application(Application.builder("app-id", "app-key", "app-secret")
                        .maxOutboundBytes(100)
                        .maxConnections(2)
                        .maxClientEventsPerSecond(1)
                        .maxReadRequestsPerSecond(1)
                        .build())
                .server(settings -> settings.metrics(broken(error)))
                .start();
        PusherClient ada = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        PusherClient bob = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        reverb.open("/app/app-key?protocol=7").skip();
        reverb.publish("private-a", "E", "{}");
        ada.expect("E", "private-a", "{}").whisper("private-a", "client-e", "1");
        bob.expect("E", "private-a", "{}").expect("client-e", "private-a", "1");
        ada.whisper("private-a", "client-e", "2").expectError(4301);
        reverb.request("GET", "/connections").expect(200, "{\"connections\":2}");
        assertThat(reverb.request("GET", "/connections").status()).isEqualTo(429);

        bob.socket().blockWrites();
        for (int i = 0; i < 5; i++) {
            reverb.publish("private-a", "E", "x".repeat(70));
        }
        bob.socket().unblockWrites();
        bob.expectClosed(4100, "Slow consumer");
        ada.socket().skip();
        reverb.advance(Duration.ofSeconds(90));
        ada.expectText("{\"event\":\"pusher:ping\"}").expectError(4201);
        ada.expectClosed(4201, "Pong reply not received in time");
        reverb.request("GET", "/connections").expect(200, "{\"connections\":0}");
    }
}
