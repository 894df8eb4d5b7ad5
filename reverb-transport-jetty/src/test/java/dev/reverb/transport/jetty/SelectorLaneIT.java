package dev.reverb.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lane is held by one thread at a time, whether by the selector's loop or by a thread of the pool. */
class SelectorLaneIT {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final JettyTransport transport = JettyTransport.on("127.0.0.1", 0).withSelectors(1);

    @BeforeEach
    void start() throws Exception {
        transport.start(endpoint);
    }

    @AfterEach
    void stop() {
        transport.stopAccepting();
        transport.stop();
        endpoint.close();
    }

    private SelectorLane lane() {
        return (SelectorLane) transport.lanes().get(0);
    }

    @Test
    void tasksOfManyThreadsRunOneAtATimeAndNoneIsLost() throws Exception {
        SelectorLane lane = lane();
        int[] unguarded = new int[1];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(THREADS * ROUNDS);
        Runnable task = () -> {
            if (inside.getAndIncrement() != 0 || !lane.inLane()) {
                wrong.incrementAndGet();
            }
            unguarded[0]++;
            inside.decrementAndGet();
            left.countDown();
        };
        for (int t = 0; t < THREADS; t++) {
            boolean now = t % 2 == 0;
            new Thread(() -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            if (now) {
                                lane.run(task);
                            } else {
                                lane.execute(task);
                            }
                        }
                    })
                    .start();
        }
        Await.until("all tasks", () -> left.getCount() == 0);
        assertThat(wrong).hasValue(0);
        assertThat(unguarded[0]).isEqualTo(THREADS * ROUNDS);
        assertThat(lane.inLane()).isFalse();
    }

    @Test
    void aTurnThatFindsTheLaneHeldComesLater() {
        SelectorLane lane = lane();
        List<String> order = new ArrayList<>();
        AtomicInteger turns = new AtomicInteger();
        lane.run(() -> {
            lane.execute(() -> {
                order.add("queued");
                turns.incrementAndGet();
            });
            Await.until("the loop to find the lane held", lane::isMissed);
            order.add("held");
        });
        Await.until("the turn", () -> turns.get() == 1);
        assertThat(order).containsExactly("held", "queued");
    }

    @Test
    void aTaskIsNotRunWithinAnother() {
        SelectorLane lane = lane();
        List<String> order = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        lane.run(() -> {
            lane.run(() -> {
                order.add("inner");
                done.incrementAndGet();
            });
            order.add("outer");
        });
        Await.until("the inner task", () -> done.get() == 1);
        assertThat(order).containsExactly("outer", "inner");
    }

    @Test
    void anEndedLaneTakesNoTasks() {
        SelectorLane lane = lane();
        lane.end();
        assertThat(lane.isAlive()).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        lane.later(() -> {});
    }
}
