package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Subscriptions, connections and lists of channels, all servers together. */
abstract class CountCases extends ScalingCase {

    private static final ChannelAddress COUNTED = new ChannelAddress(COUNTING.id(), ChannelName.of("orders"));
    private static final String USER = "#server-to-user-7";

    CountCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    private CompletionStage<Integer> subscriptions(KitServer asking, String channel) {
        return asking.bus().channel(address(channel)).thenApply(ChannelSnapshot::subscriptions);
    }

    @Test
    void subscriptionsAreAddedUp() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.subscribe("orders", 3);
        two.subscribe("orders", 4);
        awaitAnswer(() -> subscriptions(one, "orders"), 7);
        one.subscribe("orders", 1);
        awaitAnswer(() -> subscriptions(two, "orders"), 5);
        assertThat(two.follow("orders").subscriptions()).isEqualTo(5);
        two.subscribe("orders", 0);
        one.subscribe("orders", 0);
        awaitAnswer(() -> subscriptions(two, "orders"), 0);
        await(
                "the channel to be forgotten",
                () -> await(two.bus().channels(APP.id(), "")).isEmpty());
    }

    @Test
    void theirNumberIsToldWhereItIsWanted() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.follow(COUNTED);
        two.follow(COUNTED);
        one.bus().setSubscriptions(COUNTED, 2);
        two.bus().setSubscriptions(COUNTED, 1);
        for (KitServer server : List.of(one, two)) {
            await("the sum", () -> server.log(COUNTED).subscriptions() == 3);
        }
        two.bus().setSubscriptions(COUNTED, 0);
        for (KitServer server : List.of(one, two)) {
            await("the rest", () -> server.log(COUNTED).subscriptions() == 2);
        }
        for (int i = 3; i <= 200; i++) {
            one.bus().setSubscriptions(COUNTED, i);
        }
        await("the last number", () -> two.log(COUNTED).subscriptions() == 200);
    }

    @Test
    void aZeroBetweenTwoIsNotHidden() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.follow(USER);
        two.follow(USER);
        one.subscribe(USER, 1);
        await("the first subscription", () -> two.log(USER).subscriptions() == 1);
        one.subscribe(USER, 0);
        one.subscribe(USER, 1);
        one.subscribe(USER, 0);
        one.subscribe(USER, 2);
        await("the last number", () -> last(two).equals("=2") || last(two).equals("=1"));
        await("a zero", () -> two.lines(USER).contains("=0"));
        assertThat(two.lines(USER).get(0)).isEqualTo("=1");
        await("the last number", () -> two.log(USER).subscriptions() > 0);
    }

    private static String last(KitServer server) {
        List<String> lines = server.lines(USER);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    @Test
    void aUserIsThereFromTheFirstConnectionToTheLast() throws Exception {
        KitServer one = server();
        KitServer two = server();
        KitServer watching = server();
        assertThat(watching.follow(USER).subscriptions()).isZero();
        one.subscribe(USER, 1);
        await("somebody", () -> watching.log(USER).subscriptions() > 0);
        two.subscribe(USER, 2);
        awaitAnswer(() -> subscriptions(watching, USER), 3);
        one.subscribe(USER, 0);
        awaitAnswer(() -> subscriptions(watching, USER), 2);
        watching.publish(USER, "still there");
        await("the event", () -> watching.lines(USER).contains("still there"));
        assertThat(watching.lines(USER)).doesNotContain("=0");
        two.subscribe(USER, 0);
        await("nobody", () -> watching.log(USER).subscriptions() == 0);
        assertThat(last(watching)).isEqualTo("=0");
    }

    @Test
    void connectionsAreAddedUp() throws Exception {
        KitServer one = server();
        KitServer two = server();
        assertThat(await(one.bus().connections(APP.id()))).isZero();
        one.bus().setConnections(APP.id(), 5);
        two.bus().setConnections(APP.id(), 7);
        two.bus().setConnections(SILENT.id(), 1);
        awaitAnswer(() -> one.bus().connections(APP.id()), 12);
        one.bus().setConnections(APP.id(), 0);
        awaitAnswer(() -> two.bus().connections(APP.id()), 7);
        awaitAnswer(() -> two.bus().connections(SILENT.id()), 1);
        two.bus().setConnections(APP.id(), 0);
        awaitAnswer(() -> two.bus().connections(APP.id()), 0);
    }

    @Test
    void occupiedChannelsAreListed() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.subscribe("orders", 2);
        two.subscribe("orders", 1);
        two.subscribe("orders.eu", 1);
        two.subscribe("private-orders", 1);
        one.follow("presence-room");
        two.follow("presence-room");
        one.add("presence-room", "7");
        two.add("presence-room", "7");
        two.add("presence-room", "8");
        two.subscribe("presence-room", 5);
        two.subscribe("gone", 1);
        two.subscribe("gone", 0);
        two.bus().setSubscriptions(new ChannelAddress(SILENT.id(), ChannelName.of("orders")), 9);
        Map<String, Integer> all = Map.of("orders", 3, "orders.eu", 1, "private-orders", 1, "presence-room", 2);
        awaitAnswer(() -> one.bus().channels(APP.id(), ""), all);
        awaitAnswer(() -> one.bus().channels(APP.id(), "orders"), Map.of("orders", 3, "orders.eu", 1));
        awaitAnswer(() -> one.bus().channels(APP.id(), "orders."), Map.of("orders.eu", 1));
        awaitAnswer(() -> one.bus().channels(APP.id(), "presence-"), Map.of("presence-room", 2));
        awaitAnswer(() -> one.bus().channels(APP.id(), "orders*"), Map.of());
        awaitAnswer(() -> one.bus().channels(APP.id(), "\uffff"), Map.of());
        awaitAnswer(() -> two.bus().channels(SILENT.id(), "o"), Map.of("orders", 9));
        awaitAnswer(() -> two.bus().channels(COUNTING.id(), ""), Map.of());
    }

    @Test
    void manyChannelsAreListed() throws Exception {
        KitServer one = server();
        KitServer two = server();
        IntStream.range(0, 1_500).forEach(i -> (i % 2 == 0 ? one : two).subscribe("channel-" + i, 1 + i % 3));
        await(
                "all channels",
                () -> await(one.bus().channels(APP.id(), "channel-")).size() == 1_500);
        Map<String, Integer> all = await(two.bus().channels(APP.id(), "channel-14"));
        assertThat(all).hasSize(111).containsEntry("channel-14", 3).containsEntry("channel-1499", 3);
    }

    @Test
    void aChannelIsAnsweredForWhetherItIsFollowedOrNot() throws Exception {
        KitServer one = server();
        KitServer two = server();
        ChannelSnapshot empty = channel(one, "presence-room");
        assertThat(empty.subscriptions()).isZero();
        assertThat(empty.members()).isEmpty();
        assertThat(empty.kept()).isEmpty();
        two.follow("presence-room");
        two.add("presence-room", "7");
        two.subscribe("presence-room", 3);
        awaitAnswer(() -> subscriptions(one, "presence-room"), 3);
        assertThat(channel(one, "presence-room").members()).containsExactly(KitServer.member("7"));
        assertThat(channel(two, "presence-room").members()).containsExactly(KitServer.member("7"));
    }
}
