package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.event;
import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelFullException;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The back-end away for all servers, and back with its memory. */
abstract class OutageCases extends ScalingCase {

    private static final String ROOM = "presence-room";
    private static final String USER = "#server-to-user-7";

    OutageCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void needsOutages() {
        assumeTrue(cluster().canBeAway(), "The back-end cannot be taken away");
    }

    @Test
    void serversAreToldSinceWhen() throws Exception {
        KitServer one = server();
        takeAway();
        bringBack();
        await("both", () -> one.availability().size() >= 2);
        assertThat(one.availability().get(0)).isPresent();
        assertThat(one.availability().get(one.availability().size() - 1)).isEmpty();
        one.follow("orders");
        one.publish("orders", "hello");
        await("the event", () -> one.lines("orders").contains("hello"));
    }

    @Test
    void ownSubscribersGetAnEventAtOnceAndOthersAfterwards() throws Exception {
        KitServer one = following("orders", "news");
        KitServer two = following("orders", "news");
        one.publish("orders", "before");
        await("the event", () -> two.lines("orders").size() == 1);
        takeAway();
        List<String> expected = new ArrayList<>(List.of("before"));
        for (int i = 0; i < 5; i++) {
            one.publish("orders", "away " + i);
            expected.add("away " + i);
        }
        two.publish("news", "from two");
        await("its own events", () -> one.lines("orders").equals(expected));
        await("its own event", () -> two.lines("news").equals(List.of("from two")));
        assertThat(two.lines("orders")).containsExactly("before");
        bringBack();
        one.publish("orders", "after");
        one.publish("news", "after");
        expected.add("after");
        for (KitServer server : List.of(one, two)) {
            await(
                    "all events",
                    () -> server.lines("orders").contains("after")
                            && server.lines("orders").size() >= expected.size());
            await(
                    "the other's event",
                    () -> server.lines("news").contains("from two")
                            && server.lines("news").contains("after"));
            assertThat(server.lines("orders")).isEqualTo(expected);
            assertThat(server.lines("news")).containsExactly("from two", "after");
        }
    }

    @Test
    void oneThatHasJustComeGetsItToo() throws Exception {
        KitServer one = following("orders");
        KitServer two = following("orders");
        takeAway();
        one.publish("orders", "away");
        bringBack();
        await("the event", () -> two.lines("orders").equals(List.of("away")));
    }

    @Test
    void whatIsKeptForOthersIsBounded() throws Exception {
        int room = cluster().maxBufferedMessages();
        KitServer one = following("orders");
        KitServer two = following("orders");
        takeAway();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < room; i++) {
            one.publish("orders", "event " + i);
            expected.add("event " + i);
        }
        assertThat(awaitFailure(one.bus().publish(address("orders"), event("too many"))))
                .isInstanceOf(BusUnavailableException.class);
        assertThat(awaitFailure(one.bus().publish(address("news"), event("too many"))))
                .isInstanceOf(BusUnavailableException.class);
        await("its own events", () -> one.lines("orders").size() == room);
        bringBack();
        one.publish("orders", "room again");
        expected.add("room again");
        for (KitServer server : List.of(one, two)) {
            await("all events", () -> server.lines("orders").size() >= expected.size());
            assertThat(server.lines("orders")).isEqualTo(expected);
        }
    }

    @Test
    void followingAndJoiningGoOn() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        await("the member", () -> two.members(ROOM).equals(List.of("7")));
        takeAway();
        two.add(ROOM, "8");
        assertThat(two.members(ROOM)).containsExactly("7", "8");
        assertThat(two.follow("presence-other").members()).isEmpty();
        two.add("presence-other", "9");
        assertThat(two.lines("presence-other")).containsExactly("+9");
        one.remove(ROOM, "7");
        await("the removal", () -> one.members(ROOM).isEmpty());
        assertThat(two.members(ROOM)).containsExactly("7", "8");
        bringBack();
        for (KitServer server : List.of(one, two)) {
            await("the rest", () -> server.members(ROOM).equals(List.of("8")));
        }
        assertThat(two.lines(ROOM)).containsExactly("+7", "+8", "-7");
        assertThat(two.lines("presence-other")).containsExactly("+9");
        assertThat(one.follow("presence-other").members()).containsExactly(member("9"));
    }

    @Test
    void aChannelIsFullByWhatTheServerKnows() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        await("the member", () -> two.members(ROOM).equals(List.of("7")));
        takeAway();
        await(two.bus().addMember(address(ROOM), member("8"), 2));
        assertThat(awaitFailure(two.bus().addMember(address(ROOM), member("9"), 2)))
                .isInstanceOf(ChannelFullException.class);
        await(two.bus().addMember(address(ROOM), member("7"), 2));
        bringBack();
        await("both", () -> one.members(ROOM).equals(List.of("7", "8")));
        assertThat(two.lines(ROOM)).containsExactly("+7", "+8");
    }

    @Test
    void membersStayAndAreNotToldAgain() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        two.add(ROOM, "7");
        takeAway();
        bringBack();
        one.add(ROOM, "9");
        for (KitServer server : List.of(one, two)) {
            await("the last", () -> server.lines(ROOM).contains("+9"));
            assertThat(server.lines(ROOM)).containsExactly("+7", "+8", "+9");
        }
        assertThat(channel(two, ROOM).members().stream().map(Member::userId)).containsExactly("7", "8", "9");
    }

    @Test
    void countsAreSaidAgain() throws Exception {
        KitServer one = following(USER);
        KitServer two = following(USER);
        one.subscribe(USER, 1);
        one.subscribe("orders", 1);
        two.subscribe("orders", 2);
        await("the user", () -> two.log(USER).subscriptions() > 0);
        awaitAnswer(() -> two.bus().channels(APP.id(), ""), Map.of("orders", 3, USER, 1));
        takeAway();
        one.subscribe(USER, 0);
        one.subscribe("orders", 5);
        one.subscribe("new", 1);
        two.bus().setConnections(APP.id(), 6);
        bringBack();
        await("the user's end", () -> two.log(USER).subscriptions() == 0);
        awaitAnswer(() -> two.bus().channels(APP.id(), ""), Map.of("orders", 7, "new", 1));
        awaitAnswer(() -> one.bus().connections(APP.id()), 6);
    }

    @Test
    void factsOfTheTimeBetweenAreTold() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        await("the facts", () -> facts(ROOM).size() == 3);
        takeAway();
        one.remove(ROOM, "7");
        two.add(ROOM, "9");
        bringBack();
        await("the facts", () -> facts(ROOM).size() == 5);
        assertThat(facts(ROOM))
                .containsExactly(
                        "channel_occupied", "member_added 7", "member_added 8", "member_added 9", "member_removed 7");
    }

    @Test
    void questionsFail() throws Exception {
        KitServer one = server();
        takeAway();
        List<CompletionStage<?>> stages = List.of(
                one.bus().connections(APP.id()),
                one.bus().channels(APP.id(), ""),
                one.bus().channel(address("orders")));
        for (CompletionStage<?> stage : stages) {
            assertThat(awaitFailure(stage)).isInstanceOf(BusUnavailableException.class);
        }
        bringBack();
        assertThat(await(one.bus().connections(APP.id()))).isZero();
    }

    @Test
    void aTerminationIsToldAtOnceHereAndToOthersAfterwards() throws Exception {
        KitServer one = server();
        KitServer two = server();
        await(two.bus().terminate(APP.id(), "first"));
        await("the first", () -> one.terminations().contains("app first"));
        takeAway();
        await(one.bus().terminate(APP.id(), "7"));
        await("its own termination", () -> one.terminations().contains("app 7"));
        bringBack();
        await(two.bus().terminate(APP.id(), "8"));
        for (KitServer server : List.of(one, two)) {
            await("all terminations", () -> server.terminations().size() >= 3);
            assertThat(server.terminations()).containsExactlyInAnyOrder("app first", "app 7", "app 8");
        }
    }

    @Test
    void aServerCannotJoinUntilItIsBack() throws Exception {
        KitServer one = server();
        takeAway();
        KitServer late = newServer();
        assertThat(awaitFailure(late.bus().start(late))).isNotNull();
        await(late.bus().stop());
        bringBack();
        KitServer two = server();
        one.add(followed(one), "7");
        assertThat(two.follow(ROOM).members()).containsExactly(member("7"));
    }

    private static String followed(KitServer server) {
        server.follow(ROOM);
        return ROOM;
    }

    @Test
    void aServerThatDiesMeanwhileIsCountedNoMore() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        await("both", () -> two.members(ROOM).size() == 2);
        takeAway();
        kill(one);
        bringBack();
        await("the removal", () -> two.members(ROOM).equals(List.of("8")));
        assertThat(two.lines(ROOM)).containsExactly("+7", "+8", "-7");
    }

    @Test
    void oneOutageMayFollowAnother() throws Exception {
        KitServer one = following("orders", ROOM);
        KitServer two = following("orders", ROOM);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            takeAway();
            one.publish("orders", "away " + i);
            two.add(ROOM, "user " + i);
            expected.add("away " + i);
            bringBack();
            await("the event", () -> two.lines("orders").equals(expected));
            int users = i + 1;
            await("the user", () -> one.members(ROOM).size() == users);
        }
        assertThat(one.lines("orders")).isEqualTo(expected);
        assertThat(one.lines(ROOM))
                .containsExactlyElementsOf(
                        IntStream.range(0, 3).mapToObj(i -> "+user " + i).toList());
    }

    @Test
    void aServerCanStopMeanwhile() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        await("the member", () -> two.members(ROOM).size() == 1);
        takeAway();
        stop(one);
        bringBack();
        await("the removal", () -> two.members(ROOM).isEmpty());
        ChannelSnapshot snapshot = channel(two, ROOM);
        assertThat(snapshot.members()).isEmpty();
    }
}
