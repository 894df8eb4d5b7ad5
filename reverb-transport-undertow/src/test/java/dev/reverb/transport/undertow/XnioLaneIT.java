package dev.reverb.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.tck.transport.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.ChannelPipe;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/** Turns of a lane, on a thread of XNIO's that has sockets to look at. */
class XnioLaneIT {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final List<String> order = new CopyOnWriteArrayList<>();
    private XnioWorker worker;
    private XnioIoThread thread;
    private XnioLane lane;
    private StreamSinkChannel socket;

    @BeforeEach
    void start() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.WORKER_NAME, "lane-test"));
        thread = worker.getIoThread(0);
        lane = new XnioLane(thread);
        // What arrives here is written down when the thread looks at its sockets.
        ChannelPipe<StreamSourceChannel, StreamSinkChannel> pipe = thread.createHalfDuplexPipe();
        socket = pipe.getRightSide();
        pipe.getLeftSide().getReadSetter().set(this::read);
        pipe.getLeftSide().resumeReads();
    }

    @AfterEach
    void stop() throws InterruptedException {
        worker.shutdown();
        assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private void read(StreamSourceChannel source) {
        try {
            if (source.read(ByteBuffer.allocate(10)) > 0) {
                order.add("socket");
            }
        } catch (IOException broken) {
            order.add(broken.toString());
        }
    }

    private void arrive() {
        try {
            socket.write(ByteBuffer.wrap(new byte[1]));
        } catch (IOException broken) {
            order.add(broken.toString());
        }
    }

    @Test
    void aTaskThatIsSubmittedInATurnRunsBehindALookAtTheSockets() {
        lane.execute(() -> {
            arrive();
            lane.execute(() -> {
                order.add("second");
                lane.execute(() -> {
                    order.add("third");
                    arrive();
                    lane.execute(() -> order.add("fourth"));
                });
            });
            order.add("first");
        });
        Await.until("all", () -> order.size() == 6);
        assertThat(order.get(0)).isEqualTo("first");
        assertThat(order).containsSubsequence("first", "second", "third", "fourth");
        // Ready together, the pipe and the socket are called in any order.
        assertThat(order.indexOf("socket")).isLessThan(order.indexOf("third"));
        assertThat(order.lastIndexOf("socket")).isGreaterThan(order.indexOf("third"));
    }

    @Test
    void tasksFromOutsideDoNotKeepALaneFromItsSockets() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            if (!done.get()) {
                lane.execute(again[0]);
            }
        };
        lane.execute(again[0]);
        Thread outside = new Thread(() -> {
            while (!done.get()) {
                lane.execute(() -> {});
            }
        });
        outside.start();
        for (int i = 1; i <= 20; i++) {
            int count = i;
            arrive();
            Await.until("the socket", () -> order.size() == count);
        }
        done.set(true);
        outside.join();
    }

    @Test
    void tasksOfManyThreadsRunOneAtATimeAndNoneIsLost() {
        int[] unguarded = new int[1];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(2 * THREADS * ROUNDS);
        Runnable count = () -> {
            if (inside.getAndIncrement() != 0 || !lane.inLane()) {
                wrong.incrementAndGet();
            }
            unguarded[0]++;
            inside.decrementAndGet();
            left.countDown();
        };
        Runnable twice = () -> {
            count.run();
            lane.execute(count);
        };
        for (int t = 0; t < THREADS; t++) {
            new Thread(() -> {
                        for (int i = 0; i < ROUNDS; i++) {
                            lane.execute(twice);
                        }
                    })
                    .start();
        }
        Await.until("all tasks", () -> left.getCount() == 0);
        assertThat(wrong).hasValue(0);
        assertThat(unguarded[0]).isEqualTo(2 * THREADS * ROUNDS);
        assertThat(lane.inLane()).isFalse();
    }

    @Test
    void tasksOfOneThreadRunInOrderWhereverTheyComeFrom() {
        List<Integer> numbers = new ArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        thread.execute(() -> {
            for (int i = 0; i < 100; i++) {
                int number = i;
                lane.execute(() -> numbers.add(number));
            }
            lane.execute(() -> done.set(true));
        });
        Await.until("the last", done::get);
        assertThat(numbers).hasSize(100).isSorted();
    }

    @Test
    void aTaskThatThrowsLeavesTheOthersAlone() {
        for (int i = 0; i < 3; i++) {
            lane.execute(() -> {
                lane.execute(() -> order.add("later"));
                throw new IllegalStateException("thrown by the test on purpose");
            });
        }
        Await.until("all", () -> order.size() == 3);
    }

    @Test
    void runIsAtOnceOnTheLaneAndLaterElsewhere() {
        lane.run(() -> {
            lane.run(() -> order.add("inner " + lane.inLane()));
            order.add("outer");
        });
        Await.until("both", () -> order.size() == 2);
        assertThat(order).containsExactly("inner true", "outer");
    }

    @Test
    void anEndedLaneRunsWhatItHasAndTakesNoMore() {
        CountDownLatch ended = new CountDownLatch(1);
        lane.execute(() -> {
            lane.execute(() -> {
                order.add("second");
                try {
                    lane.execute(() -> order.add("never"));
                } catch (RejectedExecutionException over) {
                    order.add("rejected");
                }
            });
            order.add("first");
            lane.end();
            ended.countDown();
        });
        Await.until("all", () -> order.size() == 3);
        assertThat(ended.getCount()).isZero();
        assertThat(order).containsExactly("first", "second", "rejected");
        assertThat(lane.isAlive()).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        assertThat(lane.later(() -> {})).isFalse();
    }

    @Test
    void aWorkerThatIsShutDownEndsItsLanesBehindTheirTasks() {
        lane.execute(() -> {
            lane.execute(() -> order.add("second"));
            order.add("first");
            worker.shutdown();
        });
        Await.until("both", () -> order.size() == 2);
        assertThat(order).containsExactly("first", "second");
        assertThat(lane.isAlive()).isFalse();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        lane.end();
    }
}
