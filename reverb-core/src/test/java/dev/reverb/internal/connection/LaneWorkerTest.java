package dev.reverb.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Turns, slices, and the room for events. */
class LaneWorkerTest {

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private boolean ended;
    private final List<String> done = new ArrayList<>();
    private final LaneWorker worker = new LaneWorker(
            new Lane() {
                @Override
                public void execute(Runnable task) {
                    if (ended) {
                        throw new RejectedExecutionException("ended");
                    }
                    turns.add(task);
                }

                @Override
                public boolean inLane() {
                    return true;
                }
            },
            Ticker.system(),
            new OutboundBudget(Long.MAX_VALUE),
            3,
            MetricsRecorder.disabled());

    private void turn() {
        turns.remove().run();
    }

    private final class Work implements Drain {
        private final String name;
        private int left;

        Work(String name, int writes) {
            this.name = name;
            this.left = writes;
        }

        @Override
        public int drain(int budget) {
            int made = Math.min(budget, left);
            left -= made;
            done.add(name + made);
            return made;
        }

        @Override
        public boolean hasMore() {
            return left > 0;
        }
    }

    @Test
    void tasksRunInOrderOnOneTurn() {
        worker.execute(() -> done.add("a"));
        worker.execute(() -> done.add("b"));
        assertThat(turns).hasSize(1);
        turn();
        assertThat(done).containsExactly("a", "b");
        assertThat(turns).isEmpty();
    }

    @Test
    void whatATaskPostsRunsAfterThoseBeforeIt() {
        worker.execute(() -> worker.execute(() -> done.add("c")));
        worker.execute(() -> done.add("b"));
        while (!turns.isEmpty()) {
            turn();
        }
        assertThat(done).containsExactly("b", "c");
    }

    @Test
    void aTaskThatThrowsDoesNotStopTheOthers() {
        worker.execute(() -> {
            throw new IllegalStateException("thrown by a test on purpose");
        });
        worker.execute(() -> {
            throw new AssertionError("thrown by a test on purpose");
        });
        worker.execute(() -> done.add("a"));
        turn();
        assertThat(done).containsExactly("a");
    }

    @Test
    void aSliceIs128WritesThenTheLaneIsGivenBack() {
        worker.ready(new Work("a", 300));
        turn();
        assertThat(done).containsExactly("a128");
        worker.execute(() -> done.add("task"));
        turn();
        turn();
        assertThat(done).containsExactly("a128", "task", "a128", "a44");
        assertThat(turns).isEmpty();
    }

    @Test
    void fanOutsTakeTurns() {
        worker.ready(new Work("a", 200));
        worker.ready(new Work("b", 150));
        worker.ready(new Work("c", 1));
        for (int i = 0; i < 3; i++) {
            turn();
        }
        assertThat(done).containsExactly("a128", "b128", "c1", "a72", "b22");
        assertThat(turns).isEmpty();
    }

    @Test
    void manySmallOnesShareASlice() {
        for (int i = 0; i < 130; i++) {
            worker.ready(new Work("s", 1));
        }
        turn();
        assertThat(done).hasSize(128);
        turn();
        assertThat(done).hasSize(130);
    }

    @Test
    void aFanOutThatThrowsIsNotTheEndOfTheOthers() {
        worker.ready(new Drain() {
            @Override
            public int drain(int budget) {
                throw new IllegalStateException("thrown by a test on purpose");
            }

            @Override
            public boolean hasMore() {
                return false;
            }
        });
        worker.ready(new Work("a", 1));
        turn();
        assertThat(done).containsExactly("a1");
    }

    @Test
    void roomIsTakenUpToTheBoundAndGivenBack() {
        assertThat(worker.tryAdmit(2)).isTrue();
        assertThat(worker.tryAdmit(2)).isFalse();
        assertThat(worker.tryAdmit(1)).isTrue();
        assertThat(worker.pendingEvents()).isEqualTo(3);
        assertThat(worker.tryAdmit(1)).isFalse();
        worker.release(1);
        assertThat(worker.tryAdmit(1)).isTrue();
    }

    @Test
    void aLaneThatHasEndedTakesNothingAndSaysNothing() {
        ended = true;
        worker.execute(() -> done.add("a"));
        worker.ready(new Work("b", 1));
        assertThat(done).isEmpty();
    }
}
