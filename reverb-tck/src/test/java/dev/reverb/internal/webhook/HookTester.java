package dev.reverb.internal.webhook;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The webhooks of an application without a server: a test tells the facts, moves the time and is the hooks. */
final class HookTester {

    static final String URL = "https://hook.example.com/channels?token=query-secret";
    static final String OTHER_URL = "https://other.example.com/";
    static final SocketId SOCKET = SocketId.parse("1.2").orElseThrow();

    final FakeClock clock = new FakeClock();
    final FakeHooks hooks = new FakeHooks();
    final FakeHook hook = hooks.at(URL);
    final FakeHook other = hooks.at(OTHER_URL);
    final Counts counts = new Counts();
    final Webhooks webhooks;

    /** Between 0, which is the shortest pause, and 1. */
    double random;

    private FactSink sink;

    /** What was counted. */
    static final class Counts implements MetricsRecorder {
        int batches;
        int delivered;
        int failed;
        int dropped;

        @Override
        public void webhookDelivered(String appId, int events) {
            batches++;
            delivered += events;
        }

        @Override
        public void webhookFailed(String appId) {
            failed++;
        }

        @Override
        public void webhookDropped(String appId, int events) {
            dropped += events;
        }
    }

    private HookTester(Application application) {
        webhooks = new Webhooks(clock, fromZero(clock), hooks, counts, () -> random);
        settings(application);
    }

    /** The same clock with a {@code nanoTime} that begins at zero, as the engine hands it on. */
    static Ticker fromZero(Ticker ticker) {
        long start = ticker.nanoTime();
        return new Ticker() {
            @Override
            public long nanoTime() {
                return ticker.nanoTime() - start;
            }

            @Override
            public long currentTimeMillis() {
                return ticker.currentTimeMillis();
            }
        };
    }

    static HookTester of(UnaryOperator<Application.Builder> settings) {
        return new HookTester(application(settings));
    }

    /** With one hook that is told everything, at once. */
    static HookTester start() {
        return of(settings -> settings.webhookBatchTime(Duration.ZERO));
    }

    /** With two. */
    static HookTester withOther() {
        return of(
                settings -> settings.webhookBatchTime(Duration.ZERO).webhooks(Webhook.to(URL), Webhook.to(OTHER_URL)));
    }

    static Application application(UnaryOperator<Application.Builder> settings) {
        return settings.apply(
                        Application.builder("app-id", "app-key", "app-secret").webhooks(Webhook.to(URL)))
                .build();
    }

    /** As when a client connects, and the application has these settings. */
    HookTester settings(Application application) {
        sink = webhooks.sinkOf(application);
        return this;
    }

    FactSink sink() {
        return sink;
    }

    HookTester tell(Fact... facts) {
        for (Fact fact : facts) {
            if (sink.wants(fact.type(), fact.channel())) {
                sink.accept(fact);
            }
        }
        return this;
    }

    /** Tells facts that are not held back, each of a channel of its own. */
    HookTester tellOccupied(int from, int to) {
        IntStream.range(from, to).forEach(i -> tell(occupied("c" + i)));
        return this;
    }

    HookTester advance(Duration time) {
        clock.advance(time);
        return this;
    }

    HookTester advance(long millis) {
        return advance(Duration.ofMillis(millis));
    }

    /** What is due now. */
    HookTester turn() {
        return advance(0);
    }

    CompletableFuture<Void> flush(Duration atMost) {
        CompletableFuture<Void> flushed = webhooks.flush(atMost).toCompletableFuture();
        turn();
        return flushed;
    }

    static Fact occupied(String channel) {
        return new Fact.Occupied(ChannelName.of(channel));
    }

    static Fact vacated(String channel) {
        return new Fact.Vacated(ChannelName.of(channel));
    }

    static Fact added(String channel, String user) {
        return new Fact.MemberAdded(ChannelName.of(channel), user);
    }

    static Fact removed(String channel, String user) {
        return new Fact.MemberRemoved(ChannelName.of(channel), user);
    }

    static Fact said(String channel, String data) {
        return new Fact.ClientEvent(ChannelName.of(channel), "client-x", data, SOCKET, null);
    }

    static List<Fact> occupiedFrom(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> occupied("c" + i)).toList();
    }
}
