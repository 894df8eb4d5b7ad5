package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What webhooks are told: each fact once in the cluster, in the order of its channel. */
abstract class FactCases extends ScalingCase {

    private static final String ROOM = "presence-room";

    FactCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    private static ChannelAddress counted(String channel) {
        return new ChannelAddress(COUNTING.id(), ChannelName.of(channel));
    }

    private void awaitFacts(String channel, String... expected) {
        await("the facts of " + channel, () -> facts(channel).size() >= expected.length);
        assertThat(facts(channel)).containsExactly(expected);
    }

    @Test
    void aUserIsAFactOnce() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "7");
        two.add(ROOM, "8");
        one.remove(ROOM, "7");
        two.remove(ROOM, "7");
        two.remove(ROOM, "8");
        awaitFacts(
                ROOM,
                "channel_occupied",
                "member_added 7",
                "member_added 8",
                "member_removed 7",
                "member_removed 8",
                "channel_vacated");
        assertThat(facts().batches())
                .allSatisfy(batch -> assertThat(batch.appId()).isEqualTo(APP.id()));
    }

    @Test
    void whoIsBackInTimeHasNotBeenGone() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        one.remove(ROOM, "7");
        two.add(ROOM, "7");
        two.add(ROOM, "8");
        // 8 leaves after 7 came back: when the former is a fact, the latter would have been one.
        two.remove(ROOM, "8");
        awaitFacts(ROOM, "channel_occupied", "member_added 7", "member_added 8", "member_removed 8");
    }

    @Test
    void aChannelIsOccupiedFromTheFirstSubscriptionToTheLast() throws Exception {
        KitServer one = server();
        KitServer two = server();
        one.subscribe("orders", 1);
        two.subscribe("orders", 2);
        await("both", () -> channel(one, "orders").subscriptions() == 3);
        one.subscribe("orders", 0);
        await("the rest", () -> channel(one, "orders").subscriptions() == 2);
        two.subscribe("orders", 0);
        awaitFacts("orders", "channel_occupied", "channel_vacated");
    }

    @Test
    void withoutGraceAllIsToldAtOnce() throws Exception {
        KitServer one = server();
        ChannelAddress room = counted(ROOM);
        one.follow(room);
        for (int i = 0; i < 2; i++) {
            await(one.bus().addMember(room, member("7"), 10));
            await(one.bus().removeMember(room, "7"));
        }
        List<String> once = List.of("channel_occupied", "member_added 7", "member_removed 7", "channel_vacated");
        List<String> expected = new ArrayList<>(once);
        expected.addAll(once);
        await("all facts", () -> facts().of(COUNTING.id(), ROOM).size() == expected.size());
        assertThat(facts().of(COUNTING.id(), ROOM)).isEqualTo(expected);
    }

    @Test
    void numbersAreFactsWhereTheyAreWanted() throws Exception {
        KitServer one = server();
        KitServer two = server();
        ChannelAddress orders = counted("orders");
        one.bus().setSubscriptions(orders, 1);
        await("the first", () -> facts().of(COUNTING.id(), "orders").contains("subscription_count 1"));
        two.bus().setSubscriptions(orders, 2);
        await("the second", () -> facts().of(COUNTING.id(), "orders").contains("subscription_count 3"));
        two.bus().setSubscriptions(orders, 0);
        await("the third", () -> facts().of(COUNTING.id(), "orders").size() == 4);
        one.bus().setSubscriptions(orders, 0);
        await("the end", () -> facts().of(COUNTING.id(), "orders").contains("channel_vacated"));
        assertThat(facts().of(COUNTING.id(), "orders"))
                .containsExactly(
                        "channel_occupied",
                        "subscription_count 1",
                        "subscription_count 3",
                        "subscription_count 1",
                        "subscription_count 0",
                        "channel_vacated");
    }

    @Test
    void otherwiseNothingIsToldOfNumbersUsersChannelsAndApplicationsWithoutHooks() throws Exception {
        KitServer one = server();
        ChannelAddress silent = new ChannelAddress(SILENT.id(), ChannelName.of("orders"));
        one.bus().setSubscriptions(silent, 1);
        one.bus().setSubscriptions(silent, 0);
        one.subscribe("#server-to-user-7", 1);
        one.subscribe("#server-to-user-7", 0);
        one.bus().setSubscriptions(counted("#server-to-user-7"), 1);
        one.subscribe("orders", 1);
        one.subscribe("orders", 2);
        one.subscribe("orders", 0);
        awaitFacts("orders", "channel_occupied", "channel_vacated");
        assertThat(facts("#server-to-user-7")).isEmpty();
        assertThat(facts().of(COUNTING.id(), "#server-to-user-7")).isEmpty();
        assertThat(facts().of(SILENT.id(), "orders")).isEmpty();
    }

    @Test
    void whereServersListenFactsAreToldOnceThoughThereAreNoHooks() throws Exception {
        KitServer one = server();
        KitServer two = server();
        ChannelAddress room = new ChannelAddress(LISTENED.id(), ChannelName.of(ROOM));
        for (KitServer server : List.of(one, two)) {
            server.follow(room);
            await(server.bus().addMember(room, member("7"), 10));
        }
        for (KitServer server : List.of(one, two)) {
            await(server.bus().removeMember(room, "7"));
        }
        ChannelAddress orders = new ChannelAddress(LISTENED.id(), ChannelName.of("orders"));
        one.bus().setSubscriptions(orders, 1);
        await("the first", () -> facts().of(LISTENED.id(), "orders").contains("channel_occupied"));
        one.bus().setSubscriptions(orders, 0);
        await("the end", () -> facts().of(LISTENED.id(), "orders").contains("channel_vacated"));
        await("all facts", () -> facts().of(LISTENED.id(), ROOM).size() >= 4);
        assertThat(facts().of(LISTENED.id(), ROOM))
                .containsExactly("channel_occupied", "member_added 7", "member_removed 7", "channel_vacated");
        // Listeners are not told numbers of subscriptions.
        assertThat(facts().of(LISTENED.id(), "orders")).containsExactly("channel_occupied", "channel_vacated");
    }

    @Test
    void manyFactsAreToldEachOnceAndInOrder() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        List<String> expected = new ArrayList<>(List.of("channel_occupied"));
        List<CompletionStage<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            answers.add(one.bus().addMember(address(ROOM), member("user-" + i), 1_000));
            expected.add("member_added user-" + i);
        }
        answers.forEach(this::await);
        await("all facts", () -> facts(ROOM).size() >= expected.size());
        assertThat(facts(ROOM)).isEqualTo(expected);
        assertThat(facts().batches().stream().map(FactLog.Batch::id)).doesNotHaveDuplicates();
        two.unfollow(ROOM);
    }

    @Test
    void whatAServerFailsToPassOnIsToldAgain() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        facts().fail(1);
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        await("all facts", () -> facts(ROOM).size() >= 3 && isToldAgain());
        assertThat(facts(ROOM)).containsExactly("channel_occupied", "member_added 7", "member_added 8");
    }

    private boolean isToldAgain() {
        List<FactLog.Batch> all = facts().batches();
        String first = all.get(0).id();
        return all.stream().filter(batch -> batch.id().equals(first)).count() > 1;
    }

    @Test
    void whatADeadServerHadIsToldToAnother() throws Exception {
        List<KitServer> all = List.of(following(ROOM), following(ROOM), following(ROOM));
        facts().hold(true);
        KitServer told = givenFacts(all);
        facts().hold(false);
        kill(told);
        assertTakenOver(all, told);
    }

    @Test
    void whatALeavingServerHadIsToldToAnother() throws Exception {
        List<KitServer> all = List.of(following(ROOM), following(ROOM), following(ROOM));
        facts().hold(true);
        KitServer told = givenFacts(all);
        facts().hold(false);
        stop(told);
        assertTakenOver(all, told);
    }

    /** Makes a fact, and returns the server that it was given to. */
    private KitServer givenFacts(List<KitServer> all) {
        all.get(0).add(ROOM, "7");
        all.get(1).add(ROOM, "7");
        all.get(2).add(ROOM, "7");
        await("facts", () -> !facts().batches().isEmpty());
        return facts().batches().get(0).server();
    }

    private void assertTakenOver(List<KitServer> all, KitServer dead) {
        FactLog.Batch first = facts().batches().get(0);
        await(
                "the same facts for another",
                () -> facts().batches().stream()
                        .anyMatch(batch -> batch.id().equals(first.id()) && batch.server() != dead));
        await("the rest", () -> facts(ROOM).size() >= 2);
        assertThat(facts(ROOM)).containsExactly("channel_occupied", "member_added 7");
        assertThat(all).contains(dead);
    }
}
