package dev.reverb.internal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Webhook;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.tck.transport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes that tell at the same time, a scheduler and a sender with threads: nothing is lost, nothing stays, each lane's order is kept. */
class HookRaceTest {

    private static final int LANES = 4;
    private static final int FACTS = 5_000;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void everyFactArrivesOnceAndInOrder(int batchMillis) throws Exception {
        List<Fact> taken = new CopyOnWriteArrayList<>();
        HookTester.Counts counts = new HookTester.Counts();
        Webhooks webhooks = new Webhooks(
                Scheduler.system(),
                HookTester.fromZero(Ticker.system()),
                request -> CompletableFuture.supplyAsync(() -> {
                    taken.addAll(ToldFacts.of(request));
                    return WebhookResponse.of(200);
                }),
                counts,
                () -> 0);
        FactSink sink = webhooks.sinkOf(HookTester.application(settings ->
                settings.webhooks(Webhook.to(HookTester.URL)).webhookBatchTime(Duration.ofMillis(batchMillis))));
        CyclicBarrier together = new CyclicBarrier(LANES);
        List<Thread> lanes = new ArrayList<>();
        for (int lane = 0; lane < LANES; lane++) {
            ChannelName channel = ChannelName.of("c" + lane);
            lanes.add(new Thread(() -> tell(sink, channel, together)));
        }
        lanes.forEach(Thread::start);
        for (Thread lane : lanes) {
            lane.join();
        }
        // Without a flush: whatever was put aside must be looked at by itself.
        Await.until("all facts", () -> taken.size() >= LANES * FACTS);
        // For the last answer, which may be on its way.
        webhooks.flush(Duration.ofSeconds(30)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        webhooks.stop();
        for (int lane = 0; lane < LANES; lane++) {
            ChannelName channel = ChannelName.of("c" + lane);
            assertThat(taken.stream().filter(fact -> fact.channel().equals(channel)))
                    .isEqualTo(IntStream.range(0, FACTS)
                            .mapToObj(i -> new Fact.SubscriptionCount(channel, i))
                            .toList());
        }
        assertThat(counts.dropped).isZero();
    }

    private static void tell(FactSink sink, ChannelName channel, CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
        for (int i = 0; i < FACTS; i++) {
            sink.accept(new Fact.SubscriptionCount(channel, i));
            if (i % 500 == 0) {
                // So that the inbox is empty now and then, which is where a wake-up could be lost.
                Thread.yield();
            }
        }
    }
}
