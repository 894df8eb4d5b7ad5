package dev.reverb.broadcasting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.events.orders.Shipped;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Scopes are there to be closed only.
class BroadcasterTest {

    private final RecordingConnection main = new RecordingConnection();
    private final RecordingConnection other = new RecordingConnection();
    private final HeldQueue queue = new HeldQueue();
    private final List<FailedBroadcast> failed = new ArrayList<>();
    private final Broadcaster broadcaster = builder().build();

    private Broadcaster.Builder builder() {
        return Broadcaster.builder()
                .connection("main", main)
                .connection("other", other)
                .events("dev.reverb.broadcasting.events")
                .queue(queue)
                .onFailure(failed::add);
    }

    /** Keeps what it is given. */
    static final class HeldQueue implements BroadcastQueue {
        final List<QueuedBroadcast> held = new ArrayList<>();
        BroadcastDelivery delivery;
        RuntimeException failure;

        @Override
        public void start(BroadcastDelivery newDelivery) {
            delivery = newDelivery;
        }

        @Override
        public void push(QueuedBroadcast broadcast) {
            if (failure != null) {
                throw failure;
            }
            held.add(broadcast);
        }

        @Override
        public void close() {}
    }

    record Placed(long id, String customer) implements ShouldBroadcast {
        @Override
        public List<Channel> broadcastOn() {
            return List.of(new PrivateChannel("orders." + id));
        }
    }

    /** Says everything by itself. */
    static class Outspoken implements ShouldBroadcast {
        boolean when = true;
        Object with = Map.of("a", 1);
        List<Channel> on = List.of(new Channel("orders"));
        String as = "order.placed";

        @Override
        public List<Channel> broadcastOn() {
            return on;
        }

        @Override
        public String broadcastAs() {
            return as;
        }

        @Override
        public Object broadcastWith() {
            return with;
        }

        @Override
        public boolean broadcastWhen() {
            return when;
        }

        @Override
        public String broadcastQueue() {
            return "low";
        }

        @Override
        public List<String> broadcastConnections() {
            return List.of("other", "main", "other");
        }
    }

    @Test
    void tellsFailuresOfConnectionsAsItsOwn() {
        QueuedBroadcast broadcast =
                new QueuedBroadcast("default", "main", new BroadcastMessage(List.of("a"), "e", "{}", Optional.empty()));
        main.failure = new CompletionException(new IOException("broken"));
        assertFails(broadcast, Reason.FAILED);

        main.failure = new BroadcastException(Reason.TOO_LARGE, "too large");
        assertFails(broadcast, Reason.TOO_LARGE);
        assertFails(new QueuedBroadcast("default", "unknown", broadcast.message()), Reason.INVALID);
    }

    private void assertFails(QueuedBroadcast broadcast, Reason reason) {
        List<Throwable> failures = new ArrayList<>();
        broadcaster.deliver(broadcast).whenComplete((done, failure) -> failures.add(failure));
        assertThat(failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        BroadcastException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void goesAfterTheCommitWhereItWasSentTo() {
        List<Runnable> atCommit = new ArrayList<>();
        PendingBroadcast pending = builder()
                .afterCommit(atCommit::add)
                .build()
                .event(new Committed(new ArrayList<>()))
                .via("other")
                .toOthers("1.2");
        pending.sendNow();
        pending.via("main").toOthers("3.4").sendNow();
        atCommit.forEach(Runnable::run);

        assertThat(other.only().exceptSocketId()).contains("1.2");
        assertThat(main.only().exceptSocketId()).contains("3.4");
    }

    @Test
    void namesAnEventAfterItsTypeAndWritesItsComponents() {
        broadcaster.sendNow(new Placed(7, "Zoë"));

        assertThat(main.only())
                .isEqualTo(new BroadcastMessage(
                        List.of("private-orders.7"),
                        "App\\Events\\Placed",
                        "{\"id\":7,\"customer\":\"Zoë\"}",
                        Optional.empty()));
        assertThat(other.messages).isEmpty();
    }

    @Test
    void namesAnEventAfterItsPackageBelowThatOfEvents() {
        broadcaster.sendNow(new Shipped(1));

        assertThat(main.only().event()).isEqualTo("App\\Events\\Orders\\Shipped");
    }

    @Test
    void takesWhatAnEventSaysOfItself() {
        broadcaster.send(new Outspoken());

        BroadcastMessage message =
                new BroadcastMessage(List.of("orders"), "order.placed", "{\"a\":1}", Optional.empty());
        assertThat(queue.held)
                .containsExactly(
                        new QueuedBroadcast("low", "other", message), new QueuedBroadcast("low", "main", message));
        assertThat(main.messages).isEmpty();
    }

    @Test
    void sendsNothingOfAnEventThatDoesNotWantTo() {
        Outspoken event = new Outspoken();
        event.when = false;
        event.with = new Object() {
            public String getValue() {
                throw new AssertionError("Not to be asked");
            }
        };

        broadcaster.send(event);

        assertThat(queue.held).isEmpty();
    }

    @Test
    void sendsNothingToNoChannel() {
        Outspoken event = new Outspoken();
        event.on = List.of();

        broadcaster.send(event);

        assertThat(queue.held).isEmpty();
    }

    @Test
    void rendersTheDataAsItIsWhenItIsSent() {
        List<String> items = new ArrayList<>(List.of("a"));
        broadcaster.on("orders").with(items).send();
        items.add("b");

        assertThat(queue.held.get(0).message().data()).isEqualTo("[\"a\"]");
    }

    @Test
    void sendsAnEventPastTheQueueThatWantsIt() {
        record Urgent() implements ShouldBroadcastNow {
            @Override
            public List<Channel> broadcastOn() {
                return List.of(new Channel("alarms"));
            }
        }

        broadcaster.send(new Urgent());
        broadcaster.event(new Urgent()).send();

        assertThat(main.messages).hasSize(2);
        assertThat(queue.held).isEmpty();
    }

    @Test
    void sendsAnonymousEvents() {
        broadcaster
                .on("orders")
                .on(new Channel("cache-orders"))
                .onPrivate("orders.1")
                .onPresence("room")
                .named("OrderPlaced")
                .with(new Placed(1, "Ada"))
                .via("other", "main")
                .sendNow();

        BroadcastMessage message = new BroadcastMessage(
                List.of("orders", "cache-orders", "private-orders.1", "presence-room"),
                "OrderPlaced",
                "{\"id\":1,\"customer\":\"Ada\"}",
                Optional.empty());
        assertThat(main.only()).isEqualTo(message);
        assertThat(other.only()).isEqualTo(message);
    }

    @Test
    void callsAnUnnamedEventAnonymousWithoutData() {
        broadcaster.onPresence("room").sendNow();

        assertThat(main.only())
                .isEqualTo(new BroadcastMessage(List.of("presence-room"), "AnonymousEvent", "{}", Optional.empty()));
    }

    @Test
    void putsAtMostAHundredChannelsIntoAMessageAndEachOnce() {
        List<String> names = IntStream.range(0, 201).mapToObj(i -> "c" + i).toList();

        broadcaster.on(names.subList(0, 100).toArray(String[]::new)).on("c0").sendNow();
        assertThat(main.only().channels()).isEqualTo(names.subList(0, 100));
        main.messages.clear();

        broadcaster.on(names.toArray(String[]::new)).sendNow();
        assertThat(main.messages)
                .extracting(BroadcastMessage::channels)
                .containsExactly(names.subList(0, 100), names.subList(100, 200), names.subList(200, 201));
    }

    @Test
    void leavesOutTheConnectionOfTheRequestAtHand() {
        PendingBroadcast pending;
        try (SocketIdScope scope = SocketIdScope.open("12.34")) {
            broadcaster.send(new Placed(1, "Ada"));
            broadcaster.on("orders").toOthers().send();
            pending = broadcaster.event(new Placed(1, "Ada")).toOthers();
        }
        pending.send();
        broadcaster.event(new Placed(1, "Ada")).toOthers("56.78").send();
        broadcaster.event(new Placed(1, "Ada")).toOthers("not a socket id").send();
        broadcaster.event(new Placed(1, "Ada")).toOthers().send();

        assertThat(queue.held)
                .extracting(queued -> queued.message().exceptSocketId())
                .containsExactly(
                        Optional.empty(),
                        Optional.of("12.34"),
                        Optional.of("12.34"),
                        Optional.of("56.78"),
                        Optional.empty(),
                        Optional.empty());
    }

    @Test
    void saysWhatIsWrongWithAnEventOnTheSendersThread() {
        Outspoken unwritable = new Outspoken();
        unwritable.with = new Object() {
            public String getValue() {
                throw new IllegalStateException("no value");
            }
        };
        assertInvalid(() -> broadcaster.send(unwritable), "cannot be written as JSON");

        Outspoken named = new Outspoken();
        named.as = "n".repeat(200);
        broadcaster.send(named);
        named.as = "n".repeat(201);
        assertInvalid(() -> broadcaster.send(named), "1 to 200 characters, not 201");
        named.as = "";
        assertInvalid(() -> broadcaster.send(named), "not 0");

        assertInvalid(() -> broadcaster.on("orders").via("third").send(), "No connection is named \"third\"");
        assertInvalid(() -> broadcaster.onEncryptedPrivate("a").send(), "encryption master key");
        assertInvalid(() -> broadcaster.send(() -> List.of(new Channel("orders"))), "An anonymous class has no name");
        assertThatThrownBy(() -> broadcaster.on("no channel")).isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.held).hasSize(2);
    }

    private static void assertInvalid(Runnable sending, String message) {
        assertThatThrownBy(sending::run)
                .isInstanceOfSatisfying(
                        BroadcastException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.INVALID))
                .hasMessageContaining(message);
    }

    @Test
    void throwsWhatASynchronousSendMeets() {
        main.failure = new BroadcastException(Reason.REFUSED, "no");
        other.failure = new IllegalStateException("broken");

        assertThatThrownBy(() -> broadcaster.on("orders").via("main", "other").sendNow())
                .isSameAs(main.failure)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThat(failed).isEmpty();
    }

    static final class Rescued extends Outspoken implements ShouldRescue {}

    @Test
    void rescuesWhatAsksForIt() {
        Rescued event = new Rescued();
        main.failure = new IllegalStateException("broken");
        broadcaster.sendNow(event);
        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.connection()).contains("main");
            assertThat(failure.event()).isEqualTo("order.placed");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.cause().reason()).isEqualTo(Reason.FAILED);
            assertThat(failure.cause()).hasCause(main.failure);
        });
        failed.clear();

        event.as = "";
        broadcaster.send(event);
        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.connection()).isEmpty();
            assertThat(failure.event()).isEqualTo(Rescued.class.getName());
            assertThat(failure.attempts()).isZero();
            assertThat(failure.cause().reason()).isEqualTo(Reason.INVALID);
        });
    }

    @Test
    void reportsWhatTheQueueDoesNotTake() {
        queue.failure = new BroadcastException(Reason.QUEUE_FULL, "full");

        assertThatCode(() -> broadcaster.send(new Placed(1, "Ada"))).doesNotThrowAnyException();

        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).isSameAs(queue.failure);
            assertThat(failure.message()).isPresent();
        });
        assertThat(broadcaster.dropped()).isEqualTo(1);
    }

    @Test
    void survivesListenersThatThrow() {
        Broadcaster with = builder()
                .onBroadcast(broadcast -> {
                    throw new IllegalStateException("a listener's fault");
                })
                .onFailure(failure -> {
                    throw new IllegalStateException("a listener's fault");
                })
                .build();
        with.send(new Placed(1, "Ada"));
        queue.failure = new IllegalStateException("broken");
        with.send(new Placed(1, "Ada"));

        assertThat(queue.held).hasSize(1);
        assertThat(with.dropped()).isEqualTo(1);
    }

    record Committed(List<String> items) implements ShouldBroadcast, ShouldBroadcastAfterCommit {
        @Override
        public List<Channel> broadcastOn() {
            return List.of(new Channel("orders"));
        }
    }

    @Test
    void waitsForTheTransactionAtHandAndRendersWhatWasCommitted() {
        List<Runnable> afterCommit = new ArrayList<>();
        Broadcaster transactional = builder().afterCommit(afterCommit::add).build();
        List<String> items = new ArrayList<>();

        transactional.send(new Placed(1, "Ada"));
        try (SocketIdScope scope = SocketIdScope.open("1.2")) {
            transactional.event(new Committed(items)).toOthers().send();
        }
        assertThat(queue.held).hasSize(1);
        items.add("added");
        afterCommit.forEach(Runnable::run);

        assertThat(queue.held).hasSize(2);
        BroadcastMessage message = queue.held.get(1).message();
        assertThat(message.data()).isEqualTo("{\"items\":[\"added\"]}");
        assertThat(message.exceptSocketId()).contains("1.2");
    }

    @Test
    void sendsAtOnceWhereThereIsNoTransaction() {
        Broadcaster transactional = builder().afterCommit(task -> false).build();
        transactional.send(new Committed(List.of()));
        broadcaster.sendNow(new Committed(List.of()));

        assertThat(queue.held).hasSize(1);
        assertThat(main.messages).hasSize(1);
    }

    @Test
    void deliversWhatComesOutOfAQueue() {
        BroadcastMessage message = new BroadcastMessage(List.of("orders"), "e", "{}", Optional.empty());
        assertThat(broadcaster.deliver(new QueuedBroadcast("low", "other", message)))
                .isCompleted();
        assertThat(other.only()).isEqualTo(message);

        assertThat(broadcaster.deliver(new QueuedBroadcast("low", "unknown", message)))
                .isCompletedExceptionally();
        assertThat(queue.delivery.maxBatchSize("main")).isEqualTo(1);
    }

    @Test
    void goesThroughABrokerAsJson() {
        broadcaster.event(new Placed(1, "Ada")).toOthers("1.2").send();
        QueuedBroadcast queued = queue.held.get(0);

        String json = broadcaster.objectMapper().writeValueAsString(queued);

        assertThat(broadcaster.objectMapper().readValue(json, QueuedBroadcast.class))
                .isEqualTo(queued);
    }

    @Test
    void closesTheQueueAndEachConnectionOnce() {
        Broadcaster with = builder().fallbackConnection(main).build();
        with.close();
        with.close();
        with.send(new Placed(1, "Ada"));

        assertThat(main.closed).isEqualTo(1);
        assertThat(other.closed).isEqualTo(1);
        assertThat(queue.held).isEmpty();
        assertThat(failed)
                .singleElement()
                .satisfies(failure -> assertThat(failure.cause().reason()).isEqualTo(Reason.CLOSED));
        assertThatThrownBy(() -> with.sendNow(new Placed(1, "Ada"))).hasMessageContaining("closed");
    }

    @Test
    void needsAConnectionToBeginWith() {
        assertThatThrownBy(() -> Broadcaster.builder().build()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder().defaultConnection("third").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("third");
        builder().defaultConnection("other").build().sendNow(new Placed(1, "Ada"));
        assertThat(other.messages).hasSize(1);
    }

    @Test
    void showsNoDataInTexts() {
        broadcaster.on("orders").with(Map.of("card", "4711")).send();

        assertThat(queue.held.get(0).toString()).contains("orders").doesNotContain("4711");
    }
}
