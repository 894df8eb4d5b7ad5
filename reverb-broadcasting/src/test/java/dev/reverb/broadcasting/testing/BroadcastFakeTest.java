package dev.reverb.broadcasting.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.EncryptedPrivateChannel;
import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.events.orders.Shipped;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BroadcastFakeTest {

    private final BroadcastFake fake =
            BroadcastFake.create(builder -> builder.events("dev.reverb.broadcasting.events"));
    private final Broadcaster broadcaster = fake.broadcaster();

    record Cancelled(long id) implements ShouldBroadcast {
        @Override
        public List<Channel> broadcastOn() {
            return List.of(new PrivateChannel("orders." + id), new Channel("orders"));
        }

        @Override
        public String broadcastQueue() {
            return "low";
        }
    }

    @Test
    void assertsWhatWasBroadcast() {
        broadcaster.send(new Shipped(1));
        broadcaster.send(new Shipped(2));
        broadcaster.event(new Cancelled(3)).toOthers("1.2").via("pusher").send();

        fake.assertBroadcast(Shipped.class).on("orders.1").once();
        fake.assertBroadcast(Shipped.class).times(2);
        fake.assertBroadcast(Shipped.class)
                .with(event -> event.id() == 2)
                .toEveryone()
                .onQueue("default")
                .once();
        fake.assertBroadcast("App\\Events\\Orders\\Shipped")
                .withData(Map.of("id", 1))
                .once();
        fake.assertBroadcast(Cancelled.class)
                .named("App\\Events\\Cancelled")
                .on("orders")
                .onPrivate("orders.3")
                .onlyOn(new Channel("orders"), new PrivateChannel("orders.3"))
                .withData("id", 3)
                .toOthers()
                .toOthers("1.2")
                .via("pusher")
                .onQueue("low")
                .matching(broadcast -> broadcast.source().isPresent())
                .once();
        assertThat(fake.events(Shipped.class)).containsExactly(new Shipped(1), new Shipped(2));
        assertThat(fake.broadcasts()).hasSize(3);
    }

    @Test
    void assertsAnonymousEvents() {
        broadcaster.onPresence("room").named("Knock").with(Map.of("who", "Ada")).sendNow();
        broadcaster.on("orders").send();

        fake.assertBroadcast("Knock")
                .onPresence("room")
                .withData("who", "Ada")
                .sentNow()
                .via("default")
                .once();
        fake.assertBroadcast("AnonymousEvent").on("orders").once();
    }

    @Test
    void recordsEncryptedBroadcasts() {
        broadcaster.onEncryptedPrivate("orders.1").with(Map.of("id", 1)).send();
        broadcaster.onEncryptedPrivate("orders.2").sendNow();

        fake.assertBroadcast("AnonymousEvent")
                .onEncryptedPrivate("orders.1")
                .withData("id", 1)
                .once();
        fake.assertBroadcast("AnonymousEvent").times(2);
    }

    @Test
    void failsWhereNothingFulfilsAStep() {
        broadcaster.send(new Shipped(1));
        broadcaster.send(new Shipped(1));

        BroadcastAssert<Shipped> shipped = fake.assertBroadcast(Shipped.class);
        for (Runnable step : List.<Runnable>of(
                () -> fake.assertBroadcast(Cancelled.class),
                () -> fake.assertBroadcast("Other"),
                () -> shipped.on("orders.2"),
                () -> shipped.onPrivate("orders.1"),
                () -> shipped.onPresence("orders.1"),
                () -> shipped.on(new EncryptedPrivateChannel("orders.1")),
                () -> shipped.onEncryptedPrivate("orders.1"),
                () -> shipped.onlyOn(new Channel("orders.1"), new Channel("b")),
                () -> shipped.named("Shipped"),
                () -> shipped.with(event -> event.id() == 2),
                () -> shipped.withData(Map.of("id", 2)),
                () -> shipped.withData("other", 1),
                shipped::toOthers,
                () -> shipped.toOthers("1.2"),
                () -> shipped.via("pusher"),
                () -> shipped.onQueue("low"),
                shipped::sentNow,
                () -> shipped.matching(broadcast -> false),
                shipped::once,
                () -> shipped.times(3))) {
            assertThatThrownBy(step::run).isInstanceOf(AssertionError.class).hasMessageStartingWith("Expected");
        }
        assertThatThrownBy(() -> fake.assertBroadcast(Shipped.class).on("orders.2"))
                .hasMessageContaining("a broadcast of " + Shipped.class.getName() + " on orders.2")
                .hasMessageContaining("App\\Events\\Orders\\Shipped on [orders.1]")
                .hasMessageContaining("{\"id\":1}");
    }

    @Test
    void assertsThatNothingWasBroadcast() {
        fake.assertNothingBroadcast();
        broadcaster.onPrivate().send();
        fake.assertNothingBroadcast();
        broadcaster.send(new Shipped(1));
        fake.assertNotBroadcast(Cancelled.class);
        fake.assertNotBroadcast("Other");
        assertThatThrownBy(fake::assertNothingBroadcast).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> fake.assertNotBroadcast(Shipped.class)).hasMessageContaining("orders.1");
        assertThatThrownBy(() -> fake.assertNotBroadcast(ShouldBroadcast.class)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> fake.assertNotBroadcast("App\\Events\\Orders\\Shipped"))
                .isInstanceOf(AssertionError.class);

        fake.clear();
        fake.assertNothingBroadcast();
    }

    @Test
    void knowsConnectionsOfAnyName() {
        assertThatCode(() -> broadcaster.on("a").via("pusher", "reverb").sendNow())
                .doesNotThrowAnyException();
    }
}
