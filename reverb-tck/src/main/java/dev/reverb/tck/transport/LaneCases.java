package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.Lane;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the engine builds on: {@link Lane}. */
abstract class LaneCases extends KitCase {

    LaneCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private Lane lane() throws IOException {
        connect();
        return server().connection().lane();
    }

    @Test
    void aConnectionsLaneIsOneOfTheTransportsOrOfTheEngines() throws IOException {
        Lane lane = lane();
        List<Lane> lanes = underTest().transport().lanes();
        assertThat(lanes.isEmpty() ? List.of(endpoint().nextLane()) : lanes).contains(lane);
        assertThat(server().connection().lane()).isSameAs(lane);
    }

    @Test
    void onlyItsOwnThreadIsInALane() throws IOException {
        Lane lane = lane();
        List<Boolean> inLane = new CopyOnWriteArrayList<>();
        lane.execute(() -> inLane.add(lane.inLane()));
        await("the task", () -> !inLane.isEmpty());
        assertThat(inLane).containsExactly(true);
        assertThat(lane.inLane()).isFalse();
    }

    @Test
    void tasksRunInOrder() throws IOException {
        Lane lane = lane();
        List<Integer> order = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            lane.execute(() -> order.add(number));
        }
        await("all tasks", () -> order.size() == 1_000);
        assertThat(order).isSorted();
    }

    @Test
    void aTaskSubmittedFromTheLaneRunsLater() throws IOException {
        Lane lane = lane();
        List<String> order = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            lane.execute(() -> order.add("later"));
            order.add("first");
        });
        await("both tasks", () -> order.size() == 2);
        assertThat(order).containsExactly("first", "later");
    }

    @Test
    void aLaneThatIsKeptBusyStillReads() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        Lane lane = server.connection().lane();
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            if (server.calls().isEmpty()) {
                lane.execute(again[0]);
            }
        };
        lane.execute(again[0]);
        client.text("let me through");
        assertThat(calls(server, 1)).containsExactly("text let me through");
    }

    @Test
    void aTaskThatThrowsDoesNotEndTheLane() throws IOException {
        Lane lane = lane();
        List<String> ran = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            throw new IllegalStateException("thrown by the transport kit on purpose");
        });
        lane.execute(() -> ran.add("next"));
        await("the next task", () -> !ran.isEmpty());
        assertThat(ran).containsExactly("next");
    }
}
