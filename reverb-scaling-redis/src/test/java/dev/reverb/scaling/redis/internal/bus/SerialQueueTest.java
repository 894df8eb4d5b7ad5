package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SerialQueueTest {

    @Test
    void runsATaskOnTheThreadThatGivesIt() {
        SerialQueue queue = new SerialQueue();
        List<Thread> threads = new ArrayList<>();

        queue.execute(() -> threads.add(Thread.currentThread()));

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void runsWhatATaskGivesAfterThatTask() {
        SerialQueue queue = new SerialQueue();
        List<String> log = new ArrayList<>();

        queue.execute(() -> {
            queue.execute(() -> log.add("inner"));
            log.add("outer");
        });

        assertThat(log).containsExactly("outer", "inner");
    }

    @Test
    void goesOnAfterATaskThatThrows() {
        SerialQueue queue = new SerialQueue();
        List<String> log = new ArrayList<>();

        queue.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        queue.execute(() -> log.add("next"));

        assertThat(log).containsExactly("next");
    }

    @Test
    void keepsAnOfferedTaskUntilItIsDrained() {
        SerialQueue queue = new SerialQueue();
        List<String> log = new ArrayList<>();

        boolean mine = queue.offer(() -> log.add("offered"));
        boolean others = queue.offer(() -> log.add("second"));

        assertThat(log).isEmpty();
        assertThat(mine).isTrue();
        assertThat(others).isFalse();
        queue.drain();
        assertThat(log).containsExactly("offered", "second");
    }

    @RepeatedTest(20)
    void keepsEachThreadsOrderAndRunsOneAtATime() throws Exception {
        int threads = 4;
        int each = 20_000;
        SerialQueue queue = new SerialQueue();
        int[] next = new int[threads];
        List<String> wrong = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                done.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        int number = i;
                        // Not synchronized: a second task at the same time would lose counts.
                        queue.execute(() -> {
                            if (next[thread]++ != number) {
                                wrong.add(thread + ":" + number);
                            }
                        });
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            pool.shutdown();
        }
        CountDownLatch last = new CountDownLatch(1);
        queue.execute(last::countDown);
        last.await();
        assertThat(wrong).isEmpty();
        assertThat(next).containsOnly(each);
    }
}
