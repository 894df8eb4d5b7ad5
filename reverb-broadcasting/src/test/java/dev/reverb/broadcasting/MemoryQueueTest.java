package dev.reverb.broadcasting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.internal.queue.Lanes;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.transport.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The queue as the broadcaster uses it, on threads of its own. */
class MemoryQueueTest {

    private final FakeClock clock = new FakeClock();
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private final List<FailedBroadcast> failed = new CopyOnWriteArrayList<>();

    private record Attempt(BroadcastMessage message, CompletableFuture<Void> answer, Thread thread) {}

    private final BroadcastConnection held = message -> {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        attempts.add(new Attempt(message, answer, Thread.currentThread()));
        return answer;
    };

    private Attempt next() throws InterruptedException {
        Attempt attempt = attempts.poll(30, TimeUnit.SECONDS);
        if (attempt == null) {
            throw new AssertionError("Nothing was published");
        }
        return attempt;
    }

    private Broadcaster broadcaster(MemoryQueue queue) {
        return Broadcaster.builder()
                .connection("main", held)
                .connection("other", held)
                .queue(queue)
                .onFailure(failed::add)
                .ticker(clock)
                .build();
    }

    private MemoryQueue.Builder settings() {
        return MemoryQueue.builder().ticker(clock).scheduler(clock);
    }

    @Test
    void publishesOffTheSendersThread() throws Exception {
        MemoryQueue queue = settings().build();
        Broadcaster broadcaster = broadcaster(queue);
        broadcaster.on("orders").send();

        Attempt attempt = next();
        assertThat(attempt.thread()).isNotSameAs(Thread.currentThread());
        assertThat(attempt.thread().getName()).startsWith("reverb-broadcast-");
        assertThat(attempt.thread().isDaemon()).isTrue();
        assertThat(queue.waiting()).isEqualTo(1);
        assertThat(queue.waitingBytes()).isEqualTo("orders".length() + "AnonymousEvent".length() + "{}".length());
        attempt.answer().complete(null);
        broadcaster.close();
        assertThat(queue.waiting()).isZero();
        assertThat(queue.waitingBytes()).isZero();
    }

    @Test
    void keepsEachQueueAndEachConnectionToItself() throws Exception {
        Broadcaster broadcaster = broadcaster(settings().maxMessages(1).build());
        broadcaster.on("a").named("1").send();
        broadcaster.on("a").named("2").via("other").send();
        broadcaster.send(new Queued("low", "3"));
        broadcaster.send(new Queued("low", "4"));

        assertThat(List.of(next(), next(), next()))
                .extracting(attempt -> attempt.message().event())
                .containsExactlyInAnyOrder("1", "2", "3");
        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.event()).isEqualTo("4");
            assertThat(failure.cause().reason()).isEqualTo(Reason.QUEUE_FULL);
        });
    }

    private record Queued(String broadcastQueue, String broadcastAs) implements ShouldBroadcast {
        @Override
        public List<Channel> broadcastOn() {
            return List.of(new Channel("a"));
        }
    }

    @Test
    void hasAsManyQueuesAsItMay() {
        Broadcaster broadcaster = broadcaster(settings().build());
        IntStream.range(0, Lanes.MAX_LANES).forEach(i -> broadcaster.send(new Queued("q" + i, "e")));
        assertThat(failed).isEmpty();
        broadcaster.send(new Queued("one too many", "e"));
        assertThat(failed).hasSize(1);
        broadcaster.send(new Queued("q0", "e"));
        assertThat(failed).hasSize(1);
    }

    @Test
    void givesUpWhatItCannotDrainInTime() throws Exception {
        Broadcaster broadcaster =
                broadcaster(settings().drainTimeout(Duration.ofSeconds(3)).build());
        broadcaster.on("a").named("1").send();
        broadcaster.on("a").named("2").send();
        Attempt first = next();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(broadcaster::close);
        first.answer().complete(null);
        Attempt second = next();
        Await.until("closing waits for its time", () -> clock.pendingTasks() > 0);
        clock.advance(Duration.ofSeconds(3));
        closing.get(30, TimeUnit.SECONDS);

        assertThat(second.message().event()).isEqualTo("2");
        assertThat(failed).singleElement().satisfies(failure -> {
            assertThat(failure.event()).isEqualTo("2");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.cause()).hasMessageContaining("drain_timeout");
        });
        broadcaster.on("a").named("3").send();
        assertThat(failed).hasSize(2);
        assertThat(broadcaster.dropped()).isEqualTo(2);
    }

    @Test
    void endsItsWaitingWhenItIsInterrupted() throws Exception {
        Broadcaster broadcaster = broadcaster(settings().build());
        broadcaster.on("a").send();
        next();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread closing = new Thread(() -> {
            Thread.currentThread().interrupt();
            broadcaster.close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        closing.start();

        assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failed).hasSize(1);
    }

    @Test
    void survivesAConnectionThatThrowsOrAnswersNothing() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        MemoryQueue queue = settings().retryFor(Duration.ZERO).build();
        Broadcaster broadcaster = Broadcaster.builder()
                .connection("throws", message -> {
                    throw new IllegalStateException("broken");
                })
                .connection("null", message -> nothing())
                .queue(queue)
                .onFailure(failure -> {
                    failed.add(failure);
                    done.countDown();
                })
                .build();
        broadcaster.on("a").via("throws", "null").send();

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failed)
                .allSatisfy(failure -> assertThat(failure.cause().reason()).isEqualTo(Reason.FAILED));
        // What has failed is told before its room is free.
        broadcaster.close();
        assertThat(queue.waiting()).isZero();
    }

    @SuppressWarnings("NullAway")
    private static <T> T nothing() {
        @Nullable T nothing = null;
        return nothing;
    }

    @Test
    void checksItsSettings() {
        MemoryQueue.Builder builder = MemoryQueue.builder()
                .maxMessages(1)
                .maxBytes(1)
                .maxConcurrent(1)
                .retryFor(Duration.ZERO)
                .drainTimeout(Duration.ZERO);
        assertThatThrownBy(() -> builder.maxMessages(0)).hasMessage("max_messages must be at least 1, not 0");
        assertThatThrownBy(() -> builder.maxBytes(0)).hasMessageContaining("max_bytes");
        assertThatThrownBy(() -> builder.maxConcurrent(0)).hasMessageContaining("max_concurrent");
        assertThatThrownBy(() -> builder.retryFor(Duration.ofNanos(-1))).hasMessageContaining("retry_for");
        assertThatThrownBy(() -> builder.drainTimeout(Duration.ofNanos(-1))).hasMessageContaining("drain_timeout");
    }

    @Test
    void isOfOneBroadcasterOnly() {
        MemoryQueue queue = MemoryQueue.create();
        broadcaster(queue);
        assertThatThrownBy(() -> broadcaster(queue)).isInstanceOf(IllegalStateException.class);
        assertThat(MemoryQueue.create().waiting()).isZero();
    }
}
