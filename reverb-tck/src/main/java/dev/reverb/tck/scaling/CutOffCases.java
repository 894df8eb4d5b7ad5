package dev.reverb.tck.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One server out of reach, while the others go on. */
abstract class CutOffCases extends ScalingCase {

    private static final String ROOM = "presence-room";

    CutOffCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void needsCuts() {
        assumeTrue(cluster().canCutOff(), "A server cannot be cut off");
    }

    private void cutOff(KitServer server) throws Exception {
        cluster().cutOff(server.bus());
        await("the server to notice", server::isAway);
    }

    private void mend(KitServer server) throws Exception {
        cluster().mend(server.bus());
        await("the server to notice", () -> !server.isAway());
    }

    @Test
    void whoIsBackInTimeHasNotBeenMissed() throws Exception {
        KitServer cut = following(ROOM);
        KitServer other = following(ROOM);
        cut.add(ROOM, "7");
        other.add(ROOM, "8");
        await("both", () -> cut.members(ROOM).size() == 2 && other.members(ROOM).size() == 2);
        cutOff(cut);
        cut.add(ROOM, "9");
        cut.publish(ROOM, "from afar");
        mend(cut);
        await(
                "what happened",
                () -> other.lines(ROOM).contains("+9") && other.lines(ROOM).contains("from afar"));
        assertThat(other.lines(ROOM)).containsExactlyInAnyOrder("+7", "+8", "+9", "from afar");
        assertThat(cut.lines(ROOM)).containsExactly("+7", "+8", "+9", "from afar");
        awaitAnswer(() -> cut.bus().channels(APP.id(), ""), Map.of(ROOM, 3));
    }

    @Test
    void whoIsTakenForDeadComesBackWithItsMembers() throws Exception {
        KitServer cut = following(ROOM);
        KitServer other = following(ROOM);
        cut.add(ROOM, "7");
        cut.add(ROOM, "shared");
        other.add(ROOM, "shared");
        cut.subscribe("orders", 2);
        cut.bus().setConnections(APP.id(), 3);
        await("both", () -> other.members(ROOM).size() == 2);
        cutOff(cut);
        await("its removal", () -> other.members(ROOM).equals(List.of("shared")));
        awaitAnswer(() -> other.bus().channels(APP.id(), ""), Map.of(ROOM, 1));
        awaitAnswer(() -> other.bus().connections(APP.id()), 0);
        other.add(ROOM, "8");
        mend(cut);
        await("its return", () -> other.members(ROOM).contains("7"));
        await("the new one", () -> cut.members(ROOM).contains("8"));
        assertThat(other.lines(ROOM)).containsExactly("+7", "+shared", "-7", "+8", "+7");
        assertThat(cut.lines(ROOM)).doesNotContain("-7", "-shared");
        awaitAnswer(() -> other.bus().channels(APP.id(), ""), Map.of(ROOM, 3, "orders", 2));
        awaitAnswer(() -> other.bus().connections(APP.id()), 3);
        cut.remove(ROOM, "7");
        await("the removal", () -> !other.members(ROOM).contains("7"));
    }

    @Test
    void itsReturnIsAFactWhereItsEndWasOne() throws Exception {
        KitServer cut = following(ROOM);
        KitServer other = following(ROOM);
        cut.add(ROOM, "7");
        other.add(ROOM, "8");
        await("the facts", () -> facts(ROOM).size() == 3);
        cutOff(cut);
        await("its end", () -> facts(ROOM).contains("member_removed 7"));
        mend(cut);
        await("its return", () -> facts(ROOM).size() == 5);
        assertThat(facts(ROOM))
                .containsExactly(
                        "channel_occupied", "member_added 7", "member_added 8", "member_removed 7", "member_added 7");
    }

    @Test
    void itLearnsWhatItHasMissed() throws Exception {
        KitServer cut = following(ROOM);
        KitServer other = following(ROOM);
        other.add(ROOM, "7");
        await("the member", () -> cut.members(ROOM).size() == 1);
        cutOff(cut);
        other.remove(ROOM, "7");
        other.add(ROOM, "8");
        other.add(ROOM, "9");
        mend(cut);
        await("the change", () -> cut.members(ROOM).equals(List.of("8", "9")));
        assertThat(cut.lines(ROOM)).containsExactlyInAnyOrder("+7", "-7", "+8", "+9");
    }

    @Test
    void whoseServerComesLateAfterTheBackEndForgotHasNotBeenGone() throws Exception {
        assumeTrue(cluster().canBeAway() && cluster().canForget(), "The back-end cannot lose its memory");
        KitServer late = following(ROOM);
        KitServer other = following(ROOM);
        late.add(ROOM, "7");
        other.add(ROOM, "8");
        await(
                "both",
                () -> late.members(ROOM).size() == 2 && other.members(ROOM).size() == 2);
        takeAway();
        cluster().cutOff(late.bus());
        cluster().bringBackEmpty();
        await("the other to notice", () -> !other.isAway());
        other.add(ROOM, "9");
        mend(late);
        late.add(ROOM, "10");
        for (KitServer server : List.of(late, other)) {
            await("all members", () -> server.members(ROOM).size() == 4);
            assertThat(server.lines(ROOM)).containsExactlyInAnyOrder("+7", "+8", "+9", "+10");
        }
        awaitAnswer(() -> other.bus().channels(APP.id(), ""), Map.of(ROOM, 4));
    }
}
