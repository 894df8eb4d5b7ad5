package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of connections whose application changes, or is gone. */
class ApplicationCheckTest {

    private static final Application ONE = Application.of("one", "one-key", "one-secret");
    private static final Application TWO = Application.of("two", "two-key", "two-secret");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String DISABLED =
            "{\"event\":\"pusher:error\",\"data\":{\"code\":4003,\"message\":\"Application disabled\"}}";
    private static final Function<String, CompletionStage<Optional<Application>>> BROKEN =
            id -> CompletableFuture.failedFuture(new IllegalStateException("no database"));

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.reverb.internal.ApplicationCheck");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<String, Application> stored = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private Function<String, CompletionStage<Optional<Application>>> byId = this::find;

    private final ApplicationProvider provider = new ApplicationProvider() {
        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            return CompletableFuture.completedFuture(stored.values().stream()
                    .filter(application -> application.key().equals(key))
                    .findFirst());
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            asked.add(id);
            return byId.apply(id);
        }
    };

    private ReverbTester reverb;

    @BeforeEach
    void start() {
        store(ONE);
        store(TWO);
        reverb = ReverbTester.builder()
                .ownProvider()
                .application(ONE)
                .application(TWO)
                .server(settings -> settings.applicationProvider(provider)
                        .applicationCheckInterval(INTERVAL)
                        .metrics(new MetricsRecorder() {
                            @Override
                            public void connectionClosed(String appId) {
                                closed.incrementAndGet();
                            }
                        }))
                .start();
        log.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        byId = this::find;
        reverb.close();
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private CompletionStage<Optional<Application>> find(String id) {
        return CompletableFuture.completedFuture(Optional.ofNullable(stored.get(id)));
    }

    private void store(Application application) {
        stored.put(application.id(), application);
    }

    private static void expectGone(PusherClient client) {
        client.expectText(DISABLED).expectClosed(4003, "Application disabled");
    }

    private void nextRound() {
        reverb.advance(INTERVAL);
    }

    private long logged(Level level) {
        return log.list.stream().filter(event -> event.getLevel() == level).count();
    }

    // ---- gone ----

    @Test
    void connectionsOfARemovedApplicationAreClosedWithinTheInterval() {
        reverb.advance(INTERVAL);
        PusherClient ada = reverb.connect(ONE).subscribe("a").expectSubscribed("a");
        PusherClient bob = reverb.connect(TWO).subscribe("a").expectSubscribed("a");
        stored.remove("one");
        reverb.advance(INTERVAL.minusNanos(1));
        ada.expectNothing();
        reverb.advance(Duration.ofNanos(1));
        expectGone(ada);
        bob.expectNothing();
        assertThat(reverb.await(reverb.server().connectionCount("two"))).isOne();
        store(ONE);
        assertThat(reverb.await(reverb.server().connectionCount("one"))).isZero();
        assertThat(reverb.await(reverb.server().channels("one", ""))).isEmpty();
    }

    @Test
    void connectionsOfADisabledApplicationToo() {
        PusherClient ada = reverb.connect(ONE);
        store(Application.builder("one", "one-key", "one-secret").enabled(false).build());
        nextRound();
        expectGone(ada);
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .isEqualTo("The application one is disabled; its connections are closed"));
    }

    @Test
    void anApplicationThatIsBackInTimeWasNeverAway() {
        PusherClient ada = reverb.connect(ONE);
        stored.remove("one");
        reverb.advance(Duration.ofSeconds(4));
        store(ONE);
        nextRound();
        ada.expectNothing();
    }

    @Test
    void whoComesToTheApplicationThatIsBackStays() {
        PusherClient ada = reverb.connect(ONE);
        stored.remove("one");
        reverb.transport().manual();
        reverb.clock().advance(INTERVAL);
        // It has been found gone, the lane has not been told, and it is back.
        store(ONE);
        InMemoryClient socket = reverb.open("/app/one-key?protocol=7");
        reverb.transport().automatic();
        expectGone(ada);
        reverb.client(socket);
        reverb.advance(INTERVAL.multipliedBy(2));
        socket.expectNothing();
    }

    @Test
    void anApplicationWithAnotherIdIsAnotherOne() {
        PusherClient ada = reverb.connect(ONE);
        stored.remove("one");
        store(Application.of("three", "one-key", "one-secret"));
        nextRound();
        expectGone(ada);
        PusherClient cy = reverb.connect(ONE);
        nextRound();
        cy.expectNothing();
    }

    @Test
    void manyConnectionsAreClosedInSlices() {
        List<PusherClient> clients = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            clients.add(reverb.connect(ONE));
        }
        stored.remove("one");
        reverb.transport().manual();
        for (int i = 0; i < 6; i++) {
            reverb.clock().advance(Duration.ofSeconds(1));
        }
        while (reverb.transport().lane(0).pendingTasks() > 0) {
            int before = closed.get();
            reverb.transport().lane(0).runOne();
            // Two of a slice's 128 writes for each.
            assertThat(closed.get() - before).isLessThanOrEqualTo(64);
        }
        assertThat(closed).hasValue(500);
        reverb.transport().automatic();
        clients.forEach(ApplicationCheckTest::expectGone);
    }

    // ---- changed ----

    @Test
    void aConnectionKeepsItsApplicationAsItWas() {
        PusherClient ada = reverb.connect(ONE);
        Application changed = Application.builder("one", "other-key", "other-secret")
                .maxChannelsPerConnection(1)
                .activityTimeout(Duration.ofSeconds(7))
                .build();
        store(changed);
        nextRound();
        ada.subscribe("private-a").expectSubscribed("private-a");
        ada.subscribe("private-b").expectSubscribed("private-b").expectNothing();

        reverb.open("/app/one-key?protocol=7")
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4001,\"message\":\"Application does not exist\"}}")
                .expectClose(4001, "Application does not exist")
                .expectDisconnected();
        PusherClient bob = reverb.connect(changed);
        bob.subscribe("private-a").expectSubscribed("private-a");
        bob.subscribe("b").expectSubscriptionError("b");
        reverb.await(reverb.server().publish("one", "private-a", "E", "1"));
        ada.expect("E", "private-a", "1");
        bob.expect("E", "private-a", "1");
        bob.send(PusherMessage.subscribe(ONE, bob.socketId(), "private-c", null))
                .expectSubscriptionError("private-c")
                .expectError(4009);
    }

    // ---- the provider is away ----

    @Test
    void aFailureChangesNothingAndIsToldOnce() {
        PusherClient ada = reverb.connect(ONE);
        byId = BROKEN;
        for (int i = 0; i < 5; i++) {
            nextRound();
        }
        ada.expectNothing();
        assertThat(logged(Level.WARN)).isOne();
        assertThat(logged(Level.INFO)).isZero();

        byId = this::find;
        nextRound();
        nextRound();
        ada.expectNothing();
        assertThat(logged(Level.WARN)).isOne();
        assertThat(logged(Level.INFO)).isOne();

        byId = BROKEN;
        nextRound();
        assertThat(logged(Level.WARN)).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsLateIsNone() {
        PusherClient ada = reverb.connect(ONE);
        CompletableFuture<Optional<Application>> late = new CompletableFuture<>();
        byId = id -> late;
        nextRound();
        assertThat(asked).containsExactly("one");
        reverb.advance(Duration.ofSeconds(10));
        late.complete(Optional.empty());
        reverb.advance(Duration.ZERO);
        ada.expectNothing();
        assertThat(logged(Level.WARN)).isOne();
    }

    @Test
    void oneThatCannotBeReadKeepsNoOtherFromBeingAskedFor() {
        for (int i = 0; i < 20; i++) {
            store(Application.of("app-" + i, "key-" + i, "secret"));
            reverb.connect(stored.get("app-" + i));
        }
        byId = id -> id.equals("app-7") ? BROKEN.apply(id) : find(id);
        nextRound();
        assertThat(asked).hasSize(20).doesNotHaveDuplicates();
        nextRound();
        assertThat(asked).hasSize(40);
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).endsWith("their connections stay: app-7"));

        byId = this::find;
        nextRound();
        byId = BROKEN;
        nextRound();
        assertThat(logged(Level.WARN)).isEqualTo(2);
        assertThat(log.list.get(1).getFormattedMessage()).startsWith("Whether applications still exist");
    }

    @Test
    void aRoundEndsWhereEightFailInARowAndTheNextBeginsBehindThem() {
        for (int i = 0; i < 20; i++) {
            store(Application.of("app-" + i, "key-" + i, "secret"));
            reverb.connect(stored.get("app-" + i));
        }
        byId = BROKEN;
        nextRound();
        assertThat(asked).hasSize(8);
        nextRound();
        assertThat(asked).hasSize(16).doesNotHaveDuplicates();
        asked.clear();
        Set<String> bad = new HashSet<>();
        byId = id -> (asked.size() - 1) % 8 < 7 && bad.add(id) ? BROKEN.apply(id) : find(id);
        nextRound();
        assertThat(asked).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void manyThatAreGoneAreClosedTogether() {
        List<PusherClient> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            store(Application.of("app-" + i, "key-" + i, "secret"));
            clients.add(reverb.connect(stored.get("app-" + i)));
        }
        PusherClient ada = reverb.connect(ONE);
        stored.keySet().removeIf(id -> id.startsWith("app-"));
        nextRound();
        clients.forEach(ApplicationCheckTest::expectGone);
        ada.expectNothing();
    }

    @Test
    void inALongRoundWhoIsFoundGoneIsClosedWithinASecond() {
        PusherClient ada = reverb.connect(ONE);
        PusherClient bob = reverb.connect(TWO);
        stored.remove("one");
        CompletableFuture<Optional<Application>> late = new CompletableFuture<>();
        byId = id -> id.equals("two") ? late : find(id);
        nextRound();
        reverb.advance(Duration.ofSeconds(1));
        expectGone(ada);
        late.complete(Optional.of(TWO));
        bob.expectNothing();
    }

    // ---- how it asks ----

    @Test
    void onlyApplicationsWithConnectionsAreAskedFor() {
        nextRound();
        assertThat(asked).isEmpty();
        PusherClient ada = reverb.connect(TWO);
        nextRound();
        assertThat(asked).containsExactly("two");
        ada.socket().vanish();
        nextRound();
        assertThat(asked).containsExactly("two");
    }

    @Test
    void atMostEightAreAskedForAtOnceAndNoRoundBeginsBeforeTheLastHasEnded() {
        for (int i = 0; i < 20; i++) {
            store(Application.of("app-" + i, "key-" + i, "secret"));
            reverb.connect(stored.get("app-" + i));
        }
        List<CompletableFuture<Optional<Application>>> open = new ArrayList<>();
        byId = id -> {
            CompletableFuture<Optional<Application>> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        };
        nextRound();
        assertThat(open).hasSize(8);
        reverb.advance(Duration.ofSeconds(6));
        assertThat(open).hasSize(8);
        open.get(3).complete(Optional.of(stored.get(asked.get(3))));
        reverb.advance(Duration.ZERO);
        assertThat(open).hasSize(9);
        while (open.stream().anyMatch(answer -> !answer.isDone())) {
            for (int i = 0; i < open.size(); i++) {
                open.get(i).complete(Optional.of(stored.get(asked.get(i))));
            }
            reverb.advance(Duration.ZERO);
        }
        assertThat(asked).hasSize(20).doesNotHaveDuplicates();
        byId = this::find;
        nextRound();
        assertThat(asked).hasSize(40);
    }

    @Test
    void manyAnswersThatAreThereAtOnceComeToAnEnd() {
        for (int i = 0; i < 1_000; i++) {
            store(Application.of("app-" + i, "key-" + i, "secret"));
            reverb.connect(stored.get("app-" + i));
        }
        nextRound();
        assertThat(asked).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void aFixedListIsNotAskedAgain() {
        ApplicationProvider fixed = new ApplicationProvider() {
            @Override
            public CompletionStage<Optional<Application>> findByKey(String key) {
                return provider.findByKey(key);
            }

            @Override
            public CompletionStage<Optional<Application>> findById(String id) {
                return provider.findById(id);
            }

            @Override
            public boolean isFixed() {
                return true;
            }
        };
        try (ReverbTester other = ReverbTester.builder()
                .ownProvider()
                .application(ONE)
                .server(settings -> settings.applicationProvider(fixed))
                .start()) {
            other.connect();
            other.advance(INTERVAL.multipliedBy(10));
            assertThat(asked).isEmpty();
        }
    }
}
