package dev.reverb.engine;

import static dev.reverb.engine.ChannelHomes.homedOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.PublishResult;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The edges of a graceful shutdown: its numbers to the step, and those who do not go along. See {@link ShutdownTest} for the whole. */
class DrainTest {

    private static final InMemoryRequest UP = InMemoryRequest.of("GET", "/up");
    private static final String REASON = "Server is shutting down";

    private ReverbTester reverb;

    private void start(Consumer<ReverbServer.Builder> settings) {
        reverb = ReverbTester.builder().server(settings).start();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = reverb.server().shutdown().toCompletableFuture();
        reverb.advance(Duration.ZERO);
        return done;
    }

    private List<InMemoryClient> connect(int clients) {
        List<InMemoryClient> connected = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            connected.add(reverb.connect().socket());
        }
        return connected;
    }

    private static int ended(List<InMemoryClient> clients) {
        return (int) clients.stream().filter(InMemoryClient::isDisconnected).count();
    }

    @Test
    void requestsAreAnsweredUntilThePortCloses() {
        start(settings -> {});
        InMemoryClient ada = reverb.connect().socket().ignoreClose();
        CompletableFuture<Void> done = shutdown();
        reverb.transport().request(UP).expect(503, "{\"health\":\"DRAINING\"}");
        reverb.request("GET", "/connections").expect(200, "{\"connections\":0}");
        reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"a\",\"data\":\"{}\"}")
                .expect(200, "{}");
        reverb.publish("a", "E", "{}");
        assertThat(done).isNotDone();
        ada.skip().vanish();
        reverb.advance(Duration.ofMillis(100));
        assertThat(done).isCompleted();
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.publish("a", "E", "{}"))
                .withMessage("The server has stopped.")
                .matches(refused -> refused.reason() == PublishException.Reason.UNAVAILABLE);
    }

    /** Its application is found after the shutdown began. */
    @Test
    void aConnectionThatIsStillBeingLetInIsToldToo() {
        CompletableFuture<Optional<Application>> lookup = new CompletableFuture<>();
        reverb = ReverbTester.builder()
                .ownProvider()
                .server(settings -> settings.applicationProvider(new ApplicationProvider() {
                    @Override
                    public CompletionStage<Optional<Application>> findByKey(String key) {
                        return lookup;
                    }

                    @Override
                    public CompletionStage<Optional<Application>> findById(String id) {
                        return lookup;
                    }
                }))
                .start();
        InMemoryClient ada = reverb.open("/app/app-key?protocol=7");
        shutdown();
        lookup.complete(Optional.of(ReverbTester.APPLICATION));
        ada.expectClose(4200, REASON).expectDisconnected();
    }

    // ---- drain_timeout ----

    @Test
    void fewConnectionsAreClosedAHundredASecond() {
        start(settings -> settings.drainTimeout(Duration.ofSeconds(15)));
        List<InMemoryClient> clients = connect(105);
        CompletableFuture<Void> done = shutdown();
        for (int step = 1; step <= 10; step++) {
            assertThat(ended(clients)).isEqualTo(10 * step);
            reverb.advance(Duration.ofMillis(99));
            assertThat(ended(clients)).isEqualTo(10 * step);
            reverb.advance(Duration.ofMillis(1));
        }
        assertThat(ended(clients)).isEqualTo(105);
        reverb.advance(Duration.ofMillis(100));
        assertThat(done).isCompleted();
        for (InMemoryClient client : clients) {
            client.expectClose(4200, REASON).expectDisconnected();
        }
    }

    @Test
    void manyAreSpreadOverTheWholeTime() {
        start(settings -> settings.drainTimeout(Duration.ofSeconds(2)));
        List<InMemoryClient> clients = connect(399);
        shutdown();
        for (int step = 1; step <= 19; step++) {
            assertThat(ended(clients)).isEqualTo(20 * step);
            reverb.advance(Duration.ofMillis(100));
        }
        assertThat(ended(clients)).isEqualTo(399);
        clients.forEach(InMemoryClient::skip);
    }

    @Test
    void whoDoesNotAnswerIsCutOffAndDoesNotHoldTheOthersUp() {
        start(settings -> {});
        InMemoryClient ada = reverb.connect().socket().ignoreClose();
        InMemoryClient bob = reverb.connect().socket();
        InMemoryClient cy = reverb.connect().socket().blockWrites();
        CompletableFuture<Void> done = shutdown();
        bob.expectClose(4200, REASON).expectDisconnected();
        reverb.advance(Duration.ofMillis(4_999));
        assertThat(ada.isDisconnected()).isFalse();
        assertThat(done).isNotDone();
        reverb.advance(Duration.ofMillis(101));
        ada.expectClose(4200, REASON).expectDisconnected();
        cy.expectDisconnected();
        assertThat(done).isCompleted();
    }

    // ---- publishes in flight ----

    @Test
    void publishesInFlightAreAnswered() {
        reverb = ReverbTester.builder()
                .lanes(2)
                .server(settings -> settings.maxPendingEvents(1_000))
                .start();
        String busy = homedOn(1, "busy-");
        PusherClient ada = reverb.client(reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), 0));
        ada.subscribe(busy).expectSubscribed(busy);
        reverb.transport().manual();
        List<CompletableFuture<PublishResult>> publishes = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            publishes.add(reverb.server()
                    .publish("app-id", Publication.of(busy, "E", "{}"))
                    .toCompletableFuture());
        }
        InMemoryExchange request =
                reverb.request("POST", "/events", "{\"name\":\"E\",\"channel\":\"" + busy + "\",\"data\":\"{}\"}");
        CompletableFuture<Void> done = reverb.server().shutdown().toCompletableFuture();
        reverb.clock().advance(Duration.ofSeconds(1));
        reverb.transport().lane(0).runAll();
        assertThat(request.isAnswered()).isFalse();
        assertThat(done).isNotDone();

        reverb.transport().automatic();
        reverb.advance(Duration.ofSeconds(1));

        assertThat(publishes).allSatisfy(publish -> assertThat(publish).isCompleted());
        request.expect(200, "{}");
        assertThat(done).isCompleted();
        ada.socket().skip();
    }

    // ---- the end ----

    @Test
    void anInterruptEndsTheWaitingAndNotTheShuttingDown() throws Exception {
        start(settings -> settings.drainDelay(Duration.ofSeconds(5)));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            reverb.server().close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        closer.start();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        reverb.transport().request(UP).expect(503, "{\"health\":\"DRAINING\"}");
        assertThat(shutdown()).isNotDone();
    }

    /** A host that stops its server without asking takes the lanes away; nothing would ever answer. */
    @Test
    void aTransportThatHasStoppedByItselfDoesNotHoldTheEndUp() {
        start(settings -> {});
        reverb.connect();
        reverb.transport().stop();
        reverb.transport().settle();
        CompletableFuture<Void> done = shutdown();
        reverb.advance(Duration.ofSeconds(30));
        assertThat(done).isCompleted();
    }

    @Test
    void whatStillWaitsAtTheEndIsRefused() {
        // With a provider of its own the tester does not ask for subscriptions that dead lanes cannot end.
        reverb = ReverbTester.builder()
                .ownProvider()
                .server(settings -> settings.applicationProvider(ApplicationProvider.of(ReverbTester.APPLICATION))
                        .maxPendingEvents(1_000)
                        .requestTimeout(Duration.ofMinutes(10)))
                .start();
        reverb.connect().subscribe("a").expectSubscribed("a");
        reverb.transport().manual().stop();
        for (int i = 0; i < 1_000; i++) {
            reverb.server().publish("app-id", "a", "E", "{}");
        }
        CompletableFuture<PublishResult> waiting =
                reverb.server().publish("app-id", "a", "E", "{}").toCompletableFuture();
        reverb.server().shutdown();
        reverb.clock().advance(Duration.ofSeconds(24));
        assertThat(waiting).isNotDone();
        reverb.clock().advance(Duration.ofSeconds(6));
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.await(waiting))
                .matches(refused -> refused.reason() == PublishException.Reason.UNAVAILABLE);
    }
}
