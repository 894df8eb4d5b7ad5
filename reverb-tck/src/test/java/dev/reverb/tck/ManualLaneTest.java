package dev.reverb.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ManualLaneTest {

    private final ManualLane lane = new ManualLane("a");
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsByItself() {
        lane.execute(() -> ran.add("a"));
        assertThat(ran).isEmpty();
        assertThat(lane.pendingTasks()).isEqualTo(1);
        assertThat(lane.runOne()).isTrue();
        assertThat(lane.runOne()).isFalse();
        assertThat(ran).containsExactly("a");
    }

    @Test
    void aTurnLeavesWhatItsTasksSubmit() {
        lane.execute(() -> lane.execute(() -> ran.add("second turn")));
        lane.execute(() -> ran.add("first turn"));
        assertThat(lane.runTurn()).isEqualTo(2);
        assertThat(ran).containsExactly("first turn");
        assertThat(lane.runAll()).isEqualTo(1);
        assertThat(ran).containsExactly("first turn", "second turn");
    }

    @Test
    void onlyItsTasksAreInTheLane() {
        ManualLane other = new ManualLane("b");
        lane.execute(() -> ran.add(lane.inLane() + " " + other.inLane()));
        lane.runAll();
        assertThat(ran).containsExactly("true false");
        assertThat(lane.inLane()).isFalse();
    }

    @Test
    void anotherLaneMayRunWithinATask() {
        ManualLane other = new ManualLane("b");
        other.execute(() -> ran.add("other " + lane.inLane() + " " + other.inLane()));
        lane.call(() -> {
            other.runAll();
            ran.add("own " + lane.inLane() + " " + other.inLane());
        });
        assertThat(ran).containsExactly("other false true", "own true false");
    }

    @Test
    void aLaneDoesNotRunWithinItself() {
        lane.execute(() -> ran.add("never"));
        assertThatIllegalStateException()
                .isThrownBy(() -> lane.call(lane::runAll))
                .withMessageContaining("[a]");
    }

    @Test
    void aTaskThatThrowsIsSeenAndTheNextRuns() {
        lane.execute(() -> {
            throw new IllegalStateException("seen");
        });
        lane.execute(() -> ran.add("next"));
        assertThatIllegalStateException().isThrownBy(lane::runAll).withMessage("seen");
        lane.runAll();
        assertThat(ran).containsExactly("next");
    }

    @Test
    void aLaneThatHasEndedRunsWhatItHasAndTakesNoMore() {
        lane.execute(() -> ran.add("a"));
        lane.end();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> ran.add("b")));
        lane.runAll();
        assertThat(ran).containsExactly("a");
    }
}
