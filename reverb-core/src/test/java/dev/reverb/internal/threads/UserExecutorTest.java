package dev.reverb.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UserExecutorTest {

    private final UserExecutor executor = new UserExecutor("reverb-test-", 2, 3);
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    private final CountDownLatch latch = new CountDownLatch(1);

    @AfterEach
    void stop() {
        latch.countDown();
        executor.stop();
    }

    private String next() throws InterruptedException {
        return ran.poll(10, TimeUnit.SECONDS);
    }

    private void block() throws InterruptedException {
        executor.execute(() -> {
            ran.add(Thread.currentThread().getName());
            try {
                latch.await();
            } catch (InterruptedException stopped) {
                ran.add("interrupted");
            }
        });
        assertThat(next()).startsWith("reverb-test-");
    }

    @Test
    void whatIsTooMuchToRunWaitsInOrderAndTheRestIsRejected() throws Exception {
        block();
        block();
        for (int i = 0; i < 3; i++) {
            String name = Integer.toString(i);
            executor.execute(() -> ran.add(name));
        }
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(() -> ran.add("too many")));
        assertThat(ran).isEmpty();
        latch.countDown();
        assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("0", "1", "2");
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneakyThrow(Throwable any) throws X {
        throw (X) any;
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("thrown by a test on purpose"),
                new NoSuchMethodError("thrown by a test on purpose"),
                new IOException("thrown by a test on purpose"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aTaskThatThrowsLeavesItsPlaceToTheNext(Throwable failure) throws Exception {
        for (int i = 0; i < 10; i++) {
            CountDownLatch thrown = new CountDownLatch(1);
            executor.execute(() -> {
                thrown.countDown();
                UserExecutorTest.<RuntimeException>sneakyThrow(failure);
            });
            assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
        }
        block();
        block();
    }

    @Test
    void anInterruptIsNotLeftToTheNext() throws Exception {
        UserExecutor one = new UserExecutor("reverb-test-", 1, 2);
        CountDownLatch begin = new CountDownLatch(1);
        one.execute(() -> {
            try {
                begin.await();
            } catch (InterruptedException stopped) {
                ran.add("stopped");
            }
            Thread.currentThread().interrupt();
        });
        String first = "interrupted: ";
        one.execute(() -> ran.add(first + Thread.currentThread().isInterrupted()));
        begin.countDown();
        assertThat(next()).isEqualTo("interrupted: false");
        one.stop();
    }

    @Test
    void whatIsTakenBackDoesNotRunAndGivesItsPlaceToAnother() throws Exception {
        block();
        block();
        Runnable unwanted = () -> ran.add("unwanted");
        executor.execute(() -> ran.add("a"));
        executor.execute(unwanted);
        executor.execute(() -> ran.add("b"));
        executor.remove(unwanted);
        executor.remove(unwanted);
        executor.execute(() -> ran.add("c"));
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor.execute(() -> ran.add("too many")));
        latch.countDown();
        assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(ran).isEmpty();
    }

    /** Far more than may run, of which none may be lost, and no more at a time than may. */
    @Test
    void noneIsLostWhileThreadsComeAndGo() throws Exception {
        UserExecutor many = new UserExecutor("reverb-test-", 4, Integer.MAX_VALUE);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(20_000);
        List<Thread> givers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread giver = new Thread(() -> {
                for (int task = 0; task < 5_000; task++) {
                    many.execute(() -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        running.decrementAndGet();
                        done.countDown();
                    });
                }
            });
            giver.start();
            givers.add(giver);
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        for (Thread giver : givers) {
            giver.join();
        }
        many.stop();
        assertThat(most).hasValueBetween(1, 4);
    }

    @Test
    void stoppingInterruptsWhatRunsAndDropsWhatWaits() throws Exception {
        block();
        block();
        executor.execute(() -> ran.add("waited"));
        executor.stop();
        assertThat(List.of(next(), next())).containsOnly("interrupted");
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {}));
        }
        assertThat(ran).isEmpty();
    }
}
