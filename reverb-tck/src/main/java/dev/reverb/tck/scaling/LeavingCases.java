package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.address;
import static dev.reverb.tck.scaling.KitServer.event;
import static dev.reverb.tck.scaling.KitServer.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ScalingBus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Servers that leave, with a good-bye or without. What a server has said of itself ends with it. */
abstract class LeavingCases extends ScalingCase {

    private static final String ROOM = "presence-room";
    private static final String USER = "#server-to-user-7";

    LeavingCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    /** How a server ends. */
    private interface End {
        void of(KitServer server) throws Exception;
    }

    @Test
    void aServerThatStopsIsCountedNoMore() throws Exception {
        endsWithItsServer(this::stop);
    }

    @Test
    void aServerThatIsKilledIsCountedNoMore() throws Exception {
        endsWithItsServer(this::kill);
    }

    private void endsWithItsServer(End end) throws Exception {
        KitServer leaving = server();
        KitServer staying = server();
        staying.follow(ROOM);
        leaving.follow(ROOM);
        for (KitServer server : List.of(leaving, staying)) {
            server.add(ROOM, "shared");
            server.subscribe(ROOM, 2);
            server.subscribe("orders", 3);
            server.bus().setConnections(APP.id(), 4);
        }
        staying.follow(USER);
        leaving.add(ROOM, "7");
        leaving.add(ROOM, "8");
        leaving.subscribe(USER, 1);
        leaving.subscribe("alone", 1);
        awaitAnswer(() -> staying.bus().connections(APP.id()), 8);
        await("the user", () -> staying.log(USER).subscriptions() == 1);
        await("all facts", () -> facts(ROOM).size() == 4 && facts("alone").size() == 1);

        end.of(leaving);
        await("its members' removal", () -> staying.members(ROOM).equals(List.of("shared")));
        assertThat(staying.lines(ROOM)).containsExactlyInAnyOrder("+shared", "+7", "+8", "-7", "-8");
        await("the user's end", () -> staying.log(USER).subscriptions() == 0);
        awaitAnswer(() -> staying.bus().connections(APP.id()), 4);
        awaitAnswer(() -> staying.bus().channels(APP.id(), ""), Map.of(ROOM, 1, "orders", 3));
        ChannelSnapshot snapshot = channel(staying, ROOM);
        assertThat(snapshot.subscriptions()).isEqualTo(2);
        assertThat(snapshot.members()).containsExactly(member("shared"));
        await("the facts", () -> facts(ROOM).size() == 6 && facts("alone").size() == 2);
        assertThat(facts(ROOM)).contains("member_removed 7", "member_removed 8").doesNotContain("channel_vacated");
        assertThat(facts("alone")).containsExactly("channel_occupied", "channel_vacated");
    }

    @Test
    void theOthersGoOnAtOnce() throws Exception {
        KitServer killed = server();
        KitServer one = server();
        KitServer two = server();
        for (KitServer server : List.of(killed, one, two)) {
            server.follow(ROOM);
            server.follow("orders");
        }
        killed.add(ROOM, "7");
        killed.add(ROOM, "9");
        kill(killed);
        one.publish("orders", "hello");
        one.add(ROOM, "7");
        two.add(ROOM, "8");
        await("the event", () -> two.lines("orders").contains("hello"));
        await("the end of the killed server", () -> two.lines(ROOM).contains("-9"));
        // 7 was on the dead server first, and is on another now.
        two.remove(ROOM, "8");
        awaitAnswer(() -> two.bus().channels(APP.id(), ROOM), Map.of(ROOM, 1));
        assertThat(two.lines(ROOM)).doesNotContain("-7");
        assertThat(two.members(ROOM)).containsExactly("7");
    }

    @Test
    void aServerMayComeWhenAnotherHasGone() throws Exception {
        KitServer first = server();
        first.follow(ROOM);
        first.add(ROOM, "7");
        kill(first);
        KitServer second = server();
        second.follow(ROOM);
        await(
                "the removal of who was on the dead server",
                () -> second.members(ROOM).isEmpty());
        second.add(ROOM, "7");
        assertThat(second.members(ROOM)).containsExactly("7");
        stop(second);
        KitServer third = server();
        assertThat(third.follow(ROOM).members()).isEmpty();
    }

    @Test
    void aStoppedServerIsToldNothing() throws Exception {
        KitServer stopped = server();
        KitServer other = server();
        stopped.follow("orders");
        other.follow("orders");
        stop(stopped);
        other.publish("orders", "late");
        await(other.bus().terminate(APP.id(), "7"));
        await("the event", () -> other.lines("orders").contains("late"));
        await("the termination", () -> !other.terminations().isEmpty());
        assertThat(stopped.terminations()).isEmpty();
        assertThat(stopped.lines("orders")).isEmpty();
    }

    @Test
    void aBusThatHasStoppedRefuses() throws Exception {
        KitServer server = server();
        server.follow(ROOM);
        server.add(ROOM, "7");
        stop(server);
        assertRefuses(server.bus());
        await(server.bus().stop());
    }

    @Test
    void aBusThatHasNotStartedRefuses() throws Exception {
        KitServer server = newServer();
        assertRefuses(server.bus());
        await(server.bus().stop());
    }

    private void assertRefuses(ScalingBus bus) {
        List<CompletionStage<?>> stages = List.of(
                bus.follow(address("orders")),
                bus.publish(address("orders"), event("late")),
                bus.addMember(address(ROOM), member("7"), 10),
                bus.removeMember(address(ROOM), "7"),
                bus.terminate(APP.id(), "7"),
                bus.connections(APP.id()),
                bus.channels(APP.id(), ""),
                bus.channel(address("orders")));
        for (CompletionStage<?> stage : stages) {
            assertThat(awaitFailure(stage)).isInstanceOf(BusUnavailableException.class);
        }
        bus.unfollow(address("orders"));
        bus.setSubscriptions(address("orders"), 1);
        bus.setConnections(APP.id(), 1);
        bus.use(APP, false);
    }

    @Test
    void whatIsUnderWayWhenAServerStopsIsAnswered() throws Exception {
        KitServer server = server();
        server.follow(ROOM);
        List<CompletionStage<?>> stages = List.of(
                server.bus().follow(address("orders")),
                server.bus().publish(address("cache-a"), event("last")),
                server.bus().addMember(address(ROOM), member("7"), 10),
                server.bus().channels(APP.id(), ""));
        stop(server);
        for (CompletionStage<?> stage : stages) {
            await("an answer", () -> stage.toCompletableFuture().isDone());
        }
        KitServer other = server();
        assertThat(channel(other, ROOM).members().stream().map(Member::userId)).isEmpty();
    }
}
