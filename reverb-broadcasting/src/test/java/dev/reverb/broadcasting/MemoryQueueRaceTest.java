package dev.reverb.broadcasting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.transport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many send at a time, to a server that fails now and then and answers on threads of its own. */
class MemoryQueueRaceTest {

    private static final int SENDERS = 4;

    private final FakeClock clock = new FakeClock();
    private final List<FailedBroadcast> failed = new CopyOnWriteArrayList<>();
    private final FlakyServer server = new FlakyServer();

    private static final class FlakyServer implements BroadcastConnection {
        final Map<String, ConcurrentLinkedQueue<String>> arrived = new ConcurrentHashMap<>();
        final Set<String> busy = ConcurrentHashMap.newKeySet();
        final List<String> overlaps = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<Void> publish(BroadcastMessage message) {
            return publishBatch(List.of(message));
        }

        @Override
        public int maxBatchSize() {
            return 10;
        }

        @Override
        public CompletionStage<Void> publishBatch(List<BroadcastMessage> batch) {
            List<String> channels = batch.stream()
                    .flatMap(message -> message.channels().stream())
                    .distinct()
                    .toList();
            channels.stream().filter(channel -> !busy.add(channel)).forEach(overlaps::add);
            CompletableFuture<Void> answer = new CompletableFuture<>();
            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                answer(batch, channels, answer);
            } else {
                ForkJoinPool.commonPool().execute(() -> answer(batch, channels, answer));
            }
            return answer;
        }

        private void answer(List<BroadcastMessage> batch, List<String> channels, CompletableFuture<Void> answer) {
            boolean fails = ThreadLocalRandom.current().nextInt(10) == 0;
            if (!fails) {
                batch.forEach(message -> message.channels()
                        .forEach(channel -> arrived.computeIfAbsent(channel, name -> new ConcurrentLinkedQueue<>())
                                .add(message.event())));
            }
            channels.forEach(busy::remove);
            if (fails) {
                answer.completeExceptionally(new BroadcastException(Reason.UNAVAILABLE, "now and then"));
            } else {
                answer.complete(null);
            }
        }
    }

    private Broadcaster broadcaster(MemoryQueue queue) {
        return Broadcaster.builder()
                .connection("main", server)
                .queue(queue)
                .onFailure(failed::add)
                .ticker(clock)
                .build();
    }

    private MemoryQueue.Builder settings() {
        return MemoryQueue.builder().ticker(clock).scheduler(clock).retryFor(Duration.ofDays(365));
    }

    /** Each sends to a channel of its own, and every fifth to one of all as well. */
    private static void send(Broadcaster broadcaster, int sender, int count) {
        for (int i = 0; i < count; i++) {
            String event = sender + "-" + i;
            if (i % 5 == 0) {
                broadcaster.on("c" + sender, "all").named(event).send();
            } else {
                broadcaster.on("c" + sender).named(event).send();
            }
        }
    }

    @Test
    void keepsTheOrderOfEachChannelAndLosesNothing() throws Exception {
        int count = 1_000;
        MemoryQueue queue = settings().build();
        Broadcaster broadcaster = broadcaster(queue);
        List<CompletableFuture<Void>> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> CompletableFuture.runAsync(
                        () -> send(broadcaster, sender, count), task -> new Thread(task).start()))
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(senders.toArray(CompletableFuture<?>[]::new));
        Await.until("nothing waits", () -> {
            clock.advance(Duration.ofSeconds(30));
            return all.isDone() && queue.waiting() == 0;
        });
        broadcaster.close();

        assertThat(server.overlaps).isEmpty();
        assertThat(failed).isEmpty();
        for (int sender = 0; sender < SENDERS; sender++) {
            int own = sender;
            List<String> sent =
                    IntStream.range(0, count).mapToObj(i -> own + "-" + i).toList();
            assertThat(server.arrived.get("c" + sender)).containsExactlyElementsOf(sent);
            assertThat(server.arrived.get("all").stream().filter(event -> event.startsWith(own + "-")))
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .filter(i -> i % 5 == 0)
                            .mapToObj(i -> own + "-" + i)
                            .toList());
        }
    }

    @RepeatedTest(20)
    void accountsForEveryMessageWhenItIsClosedMeanwhile() throws Exception {
        int count = 200;
        MemoryQueue queue = settings().maxMessages(100).build();
        Broadcaster broadcaster = broadcaster(queue);
        CountDownLatch begun = new CountDownLatch(SENDERS);
        List<CompletableFuture<Void>> senders = IntStream.range(0, SENDERS)
                .mapToObj(sender -> CompletableFuture.runAsync(
                        () -> {
                            begun.countDown();
                            send(broadcaster, sender, count);
                        },
                        task -> new Thread(task).start()))
                .toList();
        begun.await();
        broadcaster.close();
        CompletableFuture.allOf(senders.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);

        List<String> accounted = new ArrayList<>();
        for (int sender = 0; sender < SENDERS; sender++) {
            accounted.addAll(server.arrived.getOrDefault("c" + sender, new ConcurrentLinkedQueue<>()));
        }
        failed.forEach(failure -> accounted.add(failure.event()));
        assertThat(accounted).hasSize(SENDERS * count).doesNotHaveDuplicates();
        assertThat(queue.waiting()).isZero();
        assertThat(queue.waitingBytes()).isZero();
        assertThat(clock.pendingTasks()).isZero();
    }
}
