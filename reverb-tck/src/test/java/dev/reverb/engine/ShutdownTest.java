package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.PublishResult;
import dev.reverb.ReverbServer;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A graceful shutdown, step by step: unhealthy, refusing, closing over time, answering what is in flight, the end. */
class ShutdownTest extends ScriptedTest {

    private static final String REASON = "Server is shutting down";

    private ReverbTester start(Consumer<ReverbServer.Builder> settings) {
        return start(ReverbTester.builder().server(settings));
    }

    private static InMemoryExchange up(ReverbTester reverb) {
        return reverb.transport().request(InMemoryRequest.of("GET", "/up"));
    }

    /** Begins a shutdown and lets the first steps be made that are due at once. */
    private static CompletableFuture<Void> beginShutdown(ReverbTester reverb) {
        CompletableFuture<Void> done = reverb.server().shutdown().toCompletableFuture();
        reverb.advance(Duration.ZERO);
        return done;
    }

    private static long closed(List<InMemoryClient> clients) {
        return clients.stream().filter(InMemoryClient::isDisconnected).count();
    }

    private static List<InMemoryClient> connect(ReverbTester reverb, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> reverb.connect().socket())
                .toList();
    }

    @Test
    void duringTheDelayOnlyTheHealthIsBad() {
        try (ReverbTester reverb = start(server -> server.drainDelay(Duration.ofSeconds(5)))) {
            PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
            up(reverb).expect(200, "{\"health\":\"OK\"}");

            beginShutdown(reverb);
            up(reverb).expect(503, "{\"health\":\"DRAINING\"}");
            reverb.advance(Duration.ofSeconds(5).minusNanos(1));
            PusherClient late = reverb.connect().subscribe("orders").expectSubscribed("orders");
            reverb.publish("orders", "E", "{}");
            ada.expect("E", "orders", "{}");
            late.expect("E", "orders", "{}");

            reverb.advance(Duration.ofNanos(1));
            ada.expectClosed(4200, REASON);
            late.expectClosed(4200, REASON);
        }
    }

    @Test
    void thenUpgradesAreRefusedAndRequestsAnswered() {
        try (ReverbTester reverb = start(server -> {})) {
            InMemoryClient stubborn = reverb.connect().socket().ignoreClose();
            CompletableFuture<Void> done = beginShutdown(reverb);
            stubborn.expectClose(4200, REASON);

            assertThat(reverb.open("/app/app-key").refusal())
                    .hasValueSatisfying(refusal -> assertThat(refusal.status()).isEqualTo(503));
            assertThat(reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"c\",\"data\":\"{}\"}")
                            .status())
                    .isEqualTo(200);
            up(reverb).expect(503, "{\"health\":\"DRAINING\"}");
            assertThat(done).isNotDone();

            reverb.advance(Duration.ofSeconds(5));
            stubborn.expectDisconnected();
            reverb.advance(Duration.ofSeconds(1));
            assertThat(done).isCompleted();
            assertThatIllegalStateException().isThrownBy(() -> up(reverb)).withMessageContaining("accepts no more");
        }
    }

    @Test
    void manyConnectionsAreClosedOverTheDrainTimeout() {
        try (ReverbTester reverb = start(server -> server.drainTimeout(Duration.ofSeconds(2)))) {
            List<InMemoryClient> clients = connect(reverb, 600);
            beginShutdown(reverb);
            assertThat(closed(clients)).isBetween(1L, 40L);
            reverb.advance(Duration.ofSeconds(1));
            assertThat(closed(clients)).isBetween(270L, 360L);
            reverb.advance(Duration.ofSeconds(1));
            assertThat(closed(clients)).isEqualTo(600);
            clients.forEach(client -> client.expectClose(4200, REASON).expectDisconnected());
        }
    }

    @Test
    void fewConnectionsTakeLess() {
        try (ReverbTester reverb = start(server -> server.drainTimeout(Duration.ofHours(1)))) {
            List<InMemoryClient> clients = connect(reverb, 200);
            beginShutdown(reverb);
            assertThat(closed(clients)).isLessThan(50);
            reverb.advance(Duration.ofSeconds(2));
            assertThat(closed(clients)).isEqualTo(200);
        }
    }

    @Test
    void withoutADrainTimeoutAllAreClosedAtOnce() {
        try (ReverbTester reverb = start(server -> server.drainTimeout(Duration.ZERO))) {
            List<InMemoryClient> clients = connect(reverb, 300);
            CompletableFuture<Void> done = beginShutdown(reverb);
            assertThat(closed(clients)).isEqualTo(300);
            reverb.advance(Duration.ofSeconds(1));
            assertThat(done).isCompleted();
        }
    }

    @Test
    void aServerWithoutConnectionsIsGoneAtOnce() {
        try (ReverbTester reverb = start(server -> {})) {
            CompletableFuture<Void> done = beginShutdown(reverb);
            reverb.advance(Duration.ofMillis(100));
            assertThat(done).isCompleted();
        }
    }

    @Test
    void shuttingDownAgainIsTheSameShutdown() {
        try (ReverbTester reverb = start(server -> server.drainDelay(Duration.ofSeconds(1)))) {
            PusherClient ada = reverb.connect();
            CompletableFuture<Void> first = beginShutdown(reverb);
            reverb.advance(Duration.ofMillis(900));
            CompletableFuture<Void> second = beginShutdown(reverb);
            reverb.advance(Duration.ofMillis(100));
            ada.expectClosed(4200, REASON);
            reverb.advance(Duration.ofMillis(200));
            assertThat(first).isCompleted();
            assertThat(second).isCompleted();
        }
    }

    @Test
    void whatIsPublishedBehindTheEndIsRefused() {
        try (ReverbTester reverb = start(server -> {})) {
            reverb.shutdown();
            assertThatExceptionOfType(PublishException.class)
                    .isThrownBy(() -> reverb.publish("orders", "E", "{}"))
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(PublishException.Reason.UNAVAILABLE));
        }
    }

    @Test
    void aPublishThatWaitsIsAnsweredBeforeTheEnd() {
        try (ReverbTester reverb = start(server -> server.maxPendingEvents(1_000))) {
            reverb.connect().subscribe("orders").expectSubscribed("orders");
            reverb.transport().manual();
            List<CompletableFuture<PublishResult>> answers = IntStream.range(0, 1_001)
                    .mapToObj(i -> reverb.server()
                            .publish("app-id", Publication.of("orders", "E" + i, "{}"))
                            .toCompletableFuture())
                    .toList();
            assertThat(answers.get(1_000)).as("waits for room").isNotDone();
            CompletableFuture<Void> done = reverb.server().shutdown().toCompletableFuture();
            reverb.transport().automatic();
            reverb.shutdown();
            assertThat(done).isCompleted();
            assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        }
    }

    @Test
    void closeWaitsForTheEnd() throws InterruptedException {
        try (ReverbTester reverb = start(server -> {})) {
            Thread host = new Thread(() -> reverb.server().close());
            host.start();
            while (host.isAlive()) {
                reverb.advance(Duration.ofMillis(100));
                host.join(1);
            }
            assertThat(reverb.server().shutdown().toCompletableFuture()).isCompleted();
        }
    }
}
