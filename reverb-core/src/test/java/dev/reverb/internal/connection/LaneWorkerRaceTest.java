package dev.reverb.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several threads post to one lane, which at the same time has fan-outs of its own. */
class LaneWorkerRaceTest {

    private static final int POSTERS = 4;
    private static final int POSTS = 20_000;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final LaneWorker worker = new LaneWorker(
            new Lane() {
                @Override
                public void execute(Runnable task) {
                    thread.execute(task);
                }

                @Override
                public boolean inLane() {
                    return false;
                }
            },
            Ticker.system(),
            new OutboundBudget(Long.MAX_VALUE),
            Integer.MAX_VALUE,
            MetricsRecorder.disabled());

    private final int[] last = new int[POSTERS];
    private final List<String> outOfOrder = new ArrayList<>();
    private int drained;
    private int asked;

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    /** A fan-out of 200 writes: more than a slice, so the lane asks for a turn itself. */
    private final class Work implements Drain {
        private int left = 200;

        @Override
        public int drain(int budget) {
            int made = Math.min(budget, left);
            left -= made;
            drained += made;
            return made;
        }

        @Override
        public boolean hasMore() {
            return left > 0;
        }
    }

    private void arrived(int poster, int number) {
        if (last[poster] + 1 != number) {
            outOfOrder.add(poster + ": " + number + " behind " + last[poster]);
        }
        last[poster] = number;
        if (number % 1_000 == 0) {
            asked += 200;
            worker.ready(new Work());
        }
    }

    @Test
    void everyPostRunsOnceInItsThreadsOrderAndNoTurnIsForgotten() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> posters = new ArrayList<>();
        for (int i = 0; i < POSTERS; i++) {
            int poster = i;
            Thread posting = new Thread(() -> {
                try {
                    start.await();
                } catch (InterruptedException interrupted) {
                    return;
                }
                for (int number = 1; number <= POSTS; number++) {
                    int posted = number;
                    worker.execute(() -> arrived(poster, posted));
                }
            });
            posting.start();
            posters.add(posting);
        }
        start.countDown();
        for (Thread posting : posters) {
            posting.join();
        }
        // Behind all posts; and a turn that is left behind the fan-outs comes by itself.
        CountDownLatch done = new CountDownLatch(1);
        worker.execute(() -> awaitFanOuts(done));
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(outOfOrder).isEmpty();
        assertThat(last).containsOnly(POSTS);
        assertThat(asked).isEqualTo(POSTERS * POSTS / 1_000 * 200);
    }

    private void awaitFanOuts(CountDownLatch done) {
        if (drained < asked) {
            thread.execute(() -> awaitFanOuts(done));
        } else {
            done.countDown();
        }
    }
}
