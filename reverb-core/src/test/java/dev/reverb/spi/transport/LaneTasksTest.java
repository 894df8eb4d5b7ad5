package dev.reverb.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTasksTest {

    private final LaneTasks tasks = new LaneTasks();
    private final List<String> ran = new ArrayList<>();

    @Test
    void onlyTheFirstTaskOfATurnAsksForIt() {
        assertThat(tasks.add(() -> ran.add("a"))).isTrue();
        assertThat(tasks.add(() -> ran.add("b"))).isFalse();
        assertThat(tasks.runTurn()).isFalse();
        assertThat(ran).containsExactly("a", "b");
        assertThat(tasks.add(() -> ran.add("c"))).isTrue();
    }

    @Test
    void aTaskAddedInATurnBelongsToTheNext() {
        tasks.add(() -> {
            assertThat(tasks.add(() -> ran.add("next"))).isFalse();
            ran.add("first");
        });
        assertThat(tasks.runTurn()).isTrue();
        assertThat(ran).containsExactly("first");
        assertThat(tasks.runTurn()).isFalse();
        assertThat(ran).containsExactly("first", "next");
    }

    @Test
    void aTaskThatThrowsLeavesTheOthersAlone() {
        tasks.add(() -> {
            throw new AssertionError("thrown by the test on purpose");
        });
        tasks.add(() -> ran.add("other"));
        assertThat(tasks.runTurn()).isFalse();
        assertThat(ran).containsExactly("other");
    }

    @Test
    void aTurnWithoutTasksIsNothing() {
        assertThat(tasks.runTurn()).isFalse();
    }
}
