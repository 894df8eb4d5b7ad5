package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.event;
import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who gets an event, and what arrives of it. That nothing is told to others is checked behind every case. */
abstract class DeliveryCases extends ScalingCase {

    private static final List<String> HOSTILE_NAMES = List.of(
            "a",
            "x".repeat(ChannelName.MAX_LENGTH),
            "-_=@,.;",
            "reverb",
            "{",
            "private-encrypted-cache-a",
            "#server-to-user-{a}:b",
            "#server-to-user-*?[a-z]\\",
            "#server-to-user-\0\n\r\t\"'",
            "#server-to-user-über \ud83d\ude00",
            "#server-to-user-\ud800",
            "#server-to-user-\ud801",
            "#server-to-user-" + "ü".repeat(100));

    DeliveryCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    @Test
    void anEventReachesAllWhoFollowTheChannel() throws Exception {
        KitServer one = server();
        KitServer two = server();
        KitServer outside = server();
        one.follow("orders");
        two.follow("orders");
        outside.publish("orders", "first");
        two.publish("orders", "second");
        for (KitServer server : List.of(one, two)) {
            await("both events", () -> server.lines("orders").size() == 2);
            assertThat(server.lines("orders")).containsExactly("first", "second");
        }
    }

    @Test
    void nobodyElseHearsOfABusyChannel() throws Exception {
        KitServer busy = server();
        KitServer quiet = server();
        busy.follow("busy");
        quiet.follow("quiet");
        List<CompletionStage<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(busy.bus().publish(address("busy"), event("event " + i)));
        }
        answers.forEach(this::await);
        busy.publish("quiet", "at last");
        await("the quiet channel's event", () -> !quiet.lines("quiet").isEmpty());
        await("the busy channel's events", () -> busy.lines("busy").size() == 100);
        assertThat(quiet.lines("quiet")).containsExactly("at last");
    }

    @Test
    void whoIsExcludedAndHowLongItIsKeptIsCarried() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.follow("private-cache-a");
        SocketId excluded = new SocketId(823_109, 999_999_999);
        BusMessage kept =
                new BusMessage(event("kept").payload(), Optional.of(excluded), Optional.of(Duration.ofMillis(90_001)));
        await(two.bus().publish(address("private-cache-a"), kept));
        await(two.bus()
                .publish(
                        address("private-cache-a"),
                        new BusMessage(
                                event("excluded").payload(), Optional.of(new SocketId(0, 0)), Optional.empty())));
        two.publish("private-cache-a", "plain");
        await("three events", () -> one.lines("private-cache-a").size() == 3);
        List<BusMessage> messages = one.log("private-cache-a").messages();
        assertThat(messages.get(0).excluded()).contains(excluded);
        assertThat(messages.get(0).keepFor()).contains(Duration.ofMillis(90_001));
        assertThat(messages.get(1).excluded()).contains(new SocketId(0, 0));
        assertThat(messages.get(1).keepFor()).isEmpty();
        assertThat(messages.get(2).excluded()).isEmpty();
    }

    @Test
    void aPayloadArrivesAsItIs() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.follow("orders");
        List<String> payloads =
                List.of("", "\0", "{}", "\r\n$5\r\nhello", "€\ud83d\ude00", "x".repeat(200_000), "{\"a\":\"\\u0000\"}");
        for (String payload : payloads) {
            two.publish("orders", payload);
        }
        await("all events", () -> one.lines("orders").size() == payloads.size());
        assertThat(one.lines("orders")).isEqualTo(payloads);
    }

    @Test
    void namesAreTakenAsTheyAre() throws Exception {
        KitServer one = server();
        KitServer two = server();
        List<ChannelAddress> addresses = new ArrayList<>();
        for (String name : HOSTILE_NAMES) {
            ChannelName.parse(name).ifPresent(channel -> addresses.add(new ChannelAddress(APP.id(), channel)));
        }
        for (ChannelAddress address : addresses) {
            one.follow(address);
            two.bus().setSubscriptions(address, 1);
        }
        for (ChannelAddress address : addresses) {
            await(two.bus().publish(address, event("to " + address.channel())));
        }
        for (ChannelAddress address : addresses) {
            await("an event on " + address, () -> !one.log(address).messages().isEmpty());
            assertThat(one.log(address).messages()).hasSize(1);
            assertThat(text(one.log(address).messages().get(0).payload()))
                    .isEqualTo(text(event("to " + address.channel()).payload()));
        }
        await("all channels", () -> await(two.bus().channels(APP.id(), "")).size() == addresses.size());
        assertThat(await(two.bus().channels(APP.id(), "")).keySet())
                .containsExactlyInAnyOrderElementsOf(addresses.stream()
                        .map(address -> address.channel().toString())
                        .toList());
    }

    @Test
    void applicationsAreTakenAsTheyAre() throws Exception {
        KitServer one = server();
        KitServer two = server();
        List<String> ids = List.of("a", "a:b", "{a}", "a}b", "*", "ü \n\0", "app:{1}", "A", "x".repeat(300));
        ChannelName room = ChannelName.of("presence-room");
        for (String id : ids) {
            Application application = Application.of(id, "key of " + id, "secret");
            one.bus().use(application, false);
            two.bus().use(application, false);
            one.follow(new ChannelAddress(id, room));
            two.follow(new ChannelAddress(id, room));
            await(two.bus().addMember(new ChannelAddress(id, room), member("user of " + id), 1));
            two.bus().setConnections(id, id.length());
        }
        for (String id : ids) {
            ChannelLog log = one.log(new ChannelAddress(id, room));
            await("the member of " + id, () -> !log.members().isEmpty());
            assertThat(log.members()).containsExactly(member("user of " + id));
            awaitAnswer(() -> one.bus().connections(id), id.length());
        }
    }

    @Test
    void applicationsDoNotShareChannels() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.follow("cache-a");
        one.follow(new ChannelAddress(SILENT.id(), ChannelName.of("cache-a")));
        BusMessage kept =
                new BusMessage(event("of app").payload(), Optional.empty(), Optional.of(Duration.ofMinutes(1)));
        await(two.bus().publish(address("cache-a"), kept));
        await("its event", () -> !one.lines("cache-a").isEmpty());
        ChannelAddress other = new ChannelAddress(SILENT.id(), ChannelName.of("cache-a"));
        await(two.bus().publish(other, event("of silent")));
        await("the other's event", () -> !one.log(other).lines().isEmpty());
        assertThat(one.lines("cache-a")).containsExactly("of app");
        assertThat(one.log(other).lines()).containsExactly("of silent");
        assertThat(await(two.bus().channel(other)).kept()).isEmpty();
    }

    @Test
    void whoFollowsNoMoreIsToldNothingUntilItFollowsAgain() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.follow("orders");
        two.follow("orders");
        one.publish("orders", "before");
        await("the event", () -> !two.lines("orders").isEmpty());
        two.unfollow("orders");
        one.publish("orders", "meanwhile");
        await("the event", () -> one.lines("orders").size() == 2);
        two.follow("orders");
        one.publish("orders", "after");
        await("the event", () -> !two.lines("orders").isEmpty());
        assertThat(two.lines("orders")).containsExactly("after");
        await("the event", () -> one.lines("orders").size() == 3);
    }

    @Test
    void followingCanFlap() throws Exception {
        KitServer one = server();
        KitServer two = server();
        for (int i = 0; i < 50; i++) {
            two.beginToFollow(address("orders"));
            two.unfollow("orders");
        }
        two.follow("orders");
        one.publish("orders", "steady");
        await("the event", () -> two.lines("orders").contains("steady"));
        assertThat(two.lines("orders")).containsExactly("steady");
    }

    @Test
    void manyChannelsAreFollowedAtOnce() throws Exception {
        KitServer one = server();
        KitServer two = server();
        List<CompletionStage<?>> snapshots = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            snapshots.add(one.beginToFollow(address("channel-" + i)));
        }
        snapshots.forEach(this::await);
        List<CompletionStage<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(two.bus().publish(address("channel-" + i), event("event " + i)));
        }
        answers.forEach(this::await);
        for (int i = 0; i < 1_000; i++) {
            String channel = "channel-" + i;
            await("an event on " + channel, () -> !one.lines(channel).isEmpty());
            assertThat(one.lines(channel)).containsExactly("event " + i);
        }
    }

    @Test
    void aTerminationIsToldToAll() throws Exception {
        KitServer one = server();
        KitServer two = server();
        KitServer three = server();
        await(two.bus().terminate(APP.id(), "7"));
        await(one.bus().terminate(COUNTING.id(), "{ü}:\0"));
        for (KitServer server : List.of(one, two, three)) {
            await("both terminations", () -> server.terminations().size() == 2);
            assertThat(server.terminations()).containsExactlyInAnyOrder("app 7", "counting {ü}:\0");
        }
    }

    @Test
    void anApplicationThatWasReleasedIsUsedAgain() throws Exception {
        KitServer one = server();
        KitServer two = server();
        Application tenant = Application.of("tenant", "tenant key", "secret");
        ChannelAddress room = new ChannelAddress(tenant.id(), ChannelName.of("room"));
        one.bus().use(tenant, false);
        two.bus().use(tenant, false);
        for (int i = 1; i <= 3; i++) {
            one.follow(room);
            String text = "event " + i;
            await(two.bus().publish(room, event(text)));
            await(text, () -> one.log(room).lines().contains(text));
            int count = i;
            await(two.bus().terminate(tenant.id(), "user " + i));
            await("the termination", () -> one.terminations().size() == count);
            one.bus().unfollow(room);
            one.log(room).end();
            one.bus().release(tenant.id());
            one.bus().use(tenant, false);
        }
        assertThat(one.terminations()).containsExactly("tenant user 1", "tenant user 2", "tenant user 3");
    }
}
