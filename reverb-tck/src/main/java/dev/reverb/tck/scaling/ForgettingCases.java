package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reverb.channel.Member;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The back-end away, and back without its memory: the servers put back what they have. */
abstract class ForgettingCases extends ScalingCase {

    private static final String ROOM = "presence-room";
    private static final String USER = "#server-to-user-7";

    ForgettingCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void needsABackEndThatForgets() {
        assumeTrue(cluster().canBeAway() && cluster().canForget(), "The back-end cannot lose its memory");
    }

    @Test
    void whoIsThereStaysAndNobodyIsToldOtherwise() throws Exception {
        List<KitServer> all = List.of(following(ROOM, USER), following(ROOM, USER), following(ROOM, USER));
        for (int i = 0; i < 3; i++) {
            all.get(i).add(ROOM, "user " + i);
            all.get(i).add(ROOM, "shared");
            all.get(i).subscribe(ROOM, 2);
            all.get(i).subscribe(USER, 1);
            all.get(i).bus().setConnections(APP.id(), 3);
        }
        awaitAnswer(() -> all.get(0).bus().channels(APP.id(), ""), Map.of(ROOM, 4, USER, 3));
        await("all facts", () -> facts(ROOM).size() == 5);
        takeAway();
        bringBackEmpty();
        awaitAnswer(() -> all.get(0).bus().channels(APP.id(), ""), Map.of(ROOM, 4, USER, 3));
        awaitAnswer(() -> all.get(1).bus().connections(APP.id()), 9);
        all.get(0).add(ROOM, "last");
        for (KitServer server : all) {
            await("the last", () -> server.lines(ROOM).contains("+last"));
            assertThat(server.lines(ROOM)).hasSize(5).noneMatch(line -> line.startsWith("-"));
            assertThat(server.lines(USER)).doesNotContain("=0");
        }
        await("its fact", () -> facts(ROOM).contains("member_added last"));
        assertThat(facts(ROOM)).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void whoLeftMeanwhileIsToldSo() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        await("the facts", () -> facts(ROOM).size() == 3);
        takeAway();
        one.remove(ROOM, "7");
        one.add(ROOM, "9");
        bringBackEmpty();
        await(
                "the change",
                () -> two.members(ROOM).size() == 2 && two.lines(ROOM).contains("-7"));
        assertThat(two.members(ROOM)).containsExactlyInAnyOrder("8", "9");
        assertThat(two.lines(ROOM)).containsExactlyInAnyOrder("+7", "+8", "+9", "-7");
        await("the facts", () -> facts(ROOM).contains("member_removed 7"));
        assertThat(facts(ROOM)).contains("member_added 9").hasSize(5);
        await("the members", () -> channel(two, ROOM).members().size() == 2);
    }

    @Test
    void whoWasOnADeadServerIsRemovedInTheEnd() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        await("both", () -> two.members(ROOM).size() == 2);
        takeAway();
        kill(one);
        bringBackEmpty();
        await("the removal", () -> two.members(ROOM).equals(List.of("8")));
        assertThat(channel(two, ROOM).members().stream().map(Member::userId)).containsExactly("8");
    }

    @Test
    void whatWasPublishedMeanwhileIsSent() throws Exception {
        KitServer one = following("orders");
        KitServer two = following("orders");
        takeAway();
        one.publish("orders", "first");
        one.publish("orders", "second");
        bringBackEmpty();
        one.publish("orders", "third");
        for (KitServer server : List.of(one, two)) {
            await("all events", () -> server.lines("orders").size() >= 3);
            assertThat(server.lines("orders")).containsExactly("first", "second", "third");
        }
    }

    @Test
    void changesBehindItAreToldInOrder() throws Exception {
        KitServer one = following(ROOM);
        KitServer two = following(ROOM);
        one.add(ROOM, "7");
        await("the member", () -> two.members(ROOM).size() == 1);
        takeAway();
        bringBackEmpty();
        one.remove(ROOM, "7");
        one.add(ROOM, "8");
        two.add(ROOM, "9");
        for (KitServer server : List.of(one, two)) {
            await("the change", () -> server.members(ROOM).equals(List.of("8", "9")));
            assertThat(server.lines(ROOM)).containsExactly("+7", "-7", "+8", "+9");
        }
        assertThat(channel(one, ROOM).members()).containsExactly(member("8"), member("9"));
    }
}
