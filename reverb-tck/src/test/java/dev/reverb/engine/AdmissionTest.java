package dev.reverb.engine;

import static dev.reverb.engine.ChannelHomes.homedOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.PublishResult;
import dev.reverb.ReverbServer;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.ManualLane;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How events are let in (ARCHITECTURE, rule 6): 1 000 may be pending on a lane here. Clients and requests are on lane 0, busy
 * channels on lane 1, which stands still until a test runs it.
 */
class AdmissionTest {

    private static final int BOUND = 1_000;
    private static final String BUSY = homedOn(1, "busy-");
    private static final String PRIVATE = homedOn(1, "private-busy-");
    private static final String IDLE = homedOn(0, "idle-");

    private ReverbTester reverb;
    private InMemoryTransport transport;
    private ManualLane clients;
    private PusherClient ada;
    private PusherClient bob;

    @BeforeEach
    void start() {
        reverb = ReverbTester.builder()
                .lanes(2)
                .server(settings -> settings.maxPendingEvents(BOUND))
                .start();
        transport = reverb.transport();
        clients = transport.lane(0);
        ada = connect();
        bob = connect();
        for (String channel : List.of(BUSY, PRIVATE, IDLE)) {
            ada.subscribe(channel).expectSubscribed(channel);
        }
        transport.manual();
    }

    private PusherClient connect() {
        return reverb.client(reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), 0));
    }

    @AfterEach
    void stop() {
        transport.automatic();
        ada.socket().skip();
        reverb.close();
    }

    private CompletableFuture<PublishResult> publish(Publication publication) {
        return reverb.server().publish("app-id", publication).toCompletableFuture();
    }

    private CompletableFuture<PublishResult> publish(String event, String... channels) {
        return publish(Publication.of(List.of(channels), event, "{}"));
    }

    /** Takes all the room of lane 1. */
    private void fill() {
        for (int i = 0; i < BOUND; i++) {
            assertThat(publish("fill", BUSY)).isDone();
        }
    }

    private InMemoryExchange post(String event, String channel) {
        String body = "{\"name\":\"" + event + "\",\"channel\":\"" + channel + "\",\"data\":\"{}\"}";
        InMemoryExchange exchange = reverb.request("POST", "/events", body);
        clients.runAll();
        return exchange;
    }

    private static List<String> events(PusherClient client) {
        return client.socket().unread().stream()
                .map(frame -> ReceivedEvent.parse(frame.text()).event())
                .filter(event -> !event.equals("fill"))
                .toList();
    }

    private void assertIsUnavailable(CompletableFuture<?> stage) {
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.await(stage))
                .withMessage("Too much waits to be delivered; try again in a moment")
                .matches(refused -> refused.reason() == PublishException.Reason.UNAVAILABLE);
    }

    // ---- waiting ----

    @Test
    void upToTheBoundPublishesAreAnsweredAtOnceAndThenTheyWait() {
        fill();
        CompletableFuture<PublishResult> one = publish("one", BUSY);
        assertThat(one).isNotDone();
        assertThat(events(ada)).isEmpty();

        transport.settle();

        assertThat(one).isCompleted();
        assertThat(ada.socket().unread()).hasSize(BOUND + 1);
        assertThat(events(ada)).containsExactly("one");
    }

    /** Request, channel and subscriber are on one lane: its next turn is what delivers. */
    @Test
    void aPublishIsAnsweredBeforeItsFanOut() {
        InMemoryExchange exchange =
                reverb.request("POST", "/events", "{\"name\":\"one\",\"channel\":\"" + IDLE + "\",\"data\":\"{}\"}");
        while (!exchange.isAnswered()) {
            assertThat(clients.runOne()).isTrue();
        }
        exchange.expect(200, "{}");
        assertThat(events(ada)).isEmpty();

        clients.runAll();
        assertThat(events(ada)).containsExactly("one");
    }

    @Test
    void whoWaitsGetsInInOrder() {
        fill();
        List<String> admitted = new ArrayList<>();
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "e" + i).toList();
        for (String name : names) {
            publish(name, BUSY).thenRun(() -> admitted.add(name));
        }
        transport.settle();
        assertThat(admitted).isEqualTo(names);
        assertThat(events(ada)).isEqualTo(names);
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        fill();
        CompletableFuture<PublishResult> first = publish("first", BUSY);
        CompletableFuture<PublishResult> second = publish("second", IDLE);
        InMemoryExchange third = post("third", IDLE);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(third.isAnswered()).isFalse();

        transport.settle();

        assertThat(second).isCompleted();
        third.expect(200, "{}");
        assertThat(events(ada))
                .containsSubsequence("second", "third")
                .contains("first")
                .hasSize(3);
    }

    @Test
    void aPublishIsLetInToAllItsChannelsOrToNone() {
        fill();
        CompletableFuture<PublishResult> both = publish("both", IDLE, BUSY);
        clients.runAll();
        assertThat(both).isNotDone();
        assertThat(events(ada)).isEmpty();

        transport.settle();

        assertThat(both).isCompleted();
        assertThat(events(ada)).containsExactly("both", "both");
    }

    @Test
    void aBatchIsLetInAsAWholeOrNotAtAll() {
        for (int i = 0; i < BOUND - 9; i++) {
            assertThat(publish("fill", BUSY)).isDone();
        }
        Publication one = Publication.of(BUSY, "batch", "{}");
        CompletableFuture<?> ten = reverb.server()
                .publishBatch("app-id", Collections.nCopies(10, one))
                .toCompletableFuture();
        assertThat(ten).isNotDone();
        transport.settle();
        assertThat(ten).isCompleted();
        assertThat(events(ada)).hasSize(10).containsOnly("batch");
    }

    @Test
    void theLargestBatchFitsWhereNothingWaits() {
        List<String> channels =
                IntStream.range(0, 100).mapToObj(i -> homedOn(1, "c" + i + "-")).toList();
        List<Publication> batch = Collections.nCopies(10, Publication.of(channels, "E", "{}"));
        assertThat(reverb.server().publishBatch("app-id", batch).toCompletableFuture())
                .isDone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReverbServer.builder().maxPendingEvents(BOUND - 1))
                .withMessage("max_pending_events must be at least 1000, not 999");
    }

    /** Nobody is on the channel: nothing is pending. */
    @Test
    void whatReachesNobodyTakesNoRoom() {
        for (int i = 0; i < 3 * BOUND; i++) {
            assertThat(publish("E", homedOn(1, "nobody-"))).isDone();
        }
        assertThat(publish("one", BUSY)).isDone();
    }

    // ---- giving up ----

    @Test
    void afterTheTimeoutARequestIsRefusedAndNothingOfItWasQueued() {
        fill();
        InMemoryExchange waiting = post("waiting", BUSY);
        reverb.clock().advance(Duration.ofSeconds(10).minusNanos(1));
        clients.runAll();
        assertThat(waiting.isAnswered()).isFalse();

        reverb.clock().advance(Duration.ofNanos(1));

        waiting.expect(503, "{\"error\":\"Too much waits to be delivered; try again in a moment\"}");
        assertThat(waiting.header("Retry-After")).contains("1");
        transport.settle();
        assertThat(events(ada)).isEmpty();
        assertThat(ada.socket().unread()).hasSize(BOUND);
    }

    @Test
    void aRetryDoublesNothing() {
        fill();
        post("one", BUSY);
        reverb.clock().advance(Duration.ofSeconds(10));
        InMemoryExchange retry = post("one", BUSY);
        transport.settle();
        retry.expect(200, "{}");
        assertThat(events(ada)).containsExactly("one");
    }

    @Test
    void publishingInProcessNeverBlocks() {
        fill();
        CompletableFuture<PublishResult> waiting = publish("one", BUSY);
        assertThat(waiting).isNotDone();
        reverb.clock().advance(Duration.ofSeconds(10));
        assertThat(waiting).isCompletedExceptionally();
        assertIsUnavailable(waiting);
    }

    /** The first wants both lanes; when it gives up, the next finds room on the other one. */
    @Test
    void whoGivesUpMakesWayForThoseBehind() {
        fill();
        CompletableFuture<PublishResult> first = publish("first", BUSY);
        reverb.clock().advance(Duration.ofSeconds(5));
        CompletableFuture<PublishResult> second = publish("second", IDLE);
        reverb.clock().advance(Duration.ofSeconds(5));
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
        clients.runAll();
        assertThat(events(ada)).containsExactly("second");
    }

    @Test
    void theRowHasAnEnd() {
        fill();
        for (int i = 0; i < 10_000; i++) {
            assertThat(publish("fill", BUSY)).isNotDone();
        }
        CompletableFuture<PublishResult> tooMany = publish("one", BUSY);
        assertThat(tooMany).isCompletedExceptionally();
        assertIsUnavailable(tooMany);
        transport.settle();
        assertThat(ada.socket().unread()).hasSize(BOUND + 10_000);
        assertThat(reverb.clock().pendingTasks()).as("only the sweep is left").isEqualTo(1);
    }

    // ---- whispers ----

    @Test
    void aWhisperPastTheBoundStopsTheReadingFromItsSender() {
        transport.automatic();
        bob.subscribe(PRIVATE).expectSubscribed(PRIVATE);
        transport.manual();
        fill();
        bob.whisper(PRIVATE, "client-one", "1").whisper(PRIVATE, "client-two", "2");
        bob.send("{\"event\":\"pusher:ping\"}");
        clients.runAll();
        assertThat(bob.socket().isPaused()).isTrue();
        bob.expectNothing();

        transport.settle();

        assertThat(bob.socket().isPaused()).isFalse();
        bob.expectText("{\"event\":\"pusher:pong\"}").expectNothing();
        assertThat(events(ada)).containsSubsequence("client-one", "client-two");
    }

    @Test
    void aWhisperThatFindsNoRoomInTimeIsTold() {
        transport.automatic();
        bob.subscribe(PRIVATE).expectSubscribed(PRIVATE);
        transport.manual();
        fill();
        bob.whisper(PRIVATE, "client-one", "1");
        clients.runAll();
        reverb.clock().advance(Duration.ofSeconds(10));
        clients.runAll();
        assertThat(bob.socket().isPaused()).isFalse();
        bob.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4301,"
                + "\"message\":\"Too many client events wait; try again\"}}");
        transport.settle();
        assertThat(events(ada)).isEmpty();
    }

    @Test
    void aSenderThatVanishesWhileItWaitsLeavesNothing() {
        transport.automatic();
        bob.subscribe(PRIVATE).expectSubscribed(PRIVATE);
        transport.manual();
        fill();
        bob.whisper(PRIVATE, "client-one", "1");
        clients.runAll();
        bob.socket().vanish();
        transport.settle();
        assertThat(bob.socket().isDisconnected()).isTrue();
        assertThat(reverb.await(reverb.server().connectionCount("app-id"))).isEqualTo(1);
    }

    // ---- what does not pass here ----

    @Test
    void joinsAndLeavesAndClosesNeverWaitForRoom() {
        fill();
        publish("one", BUSY);
        PusherClient cy = connectManually();
        cy.subscribe(BUSY);
        bob.subscribe(BUSY).unsubscribe(BUSY);
        ada.unsubscribe(IDLE);
        clients.runAll();
        reverb.clock().advance(Duration.ofSeconds(11));
        transport.settle();
        cy.expectSubscribed(BUSY).expectNothing();
        bob.expectSubscribed(BUSY).expectNothing();
        assertThat(reverb.await(reverb.server().channels("app-id", "")).keySet())
                .containsExactlyInAnyOrder(BUSY, PRIVATE);
    }

    private PusherClient connectManually() {
        var socket = reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), 0);
        clients.runAll();
        return reverb.client(socket);
    }
}
