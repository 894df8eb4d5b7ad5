package dev.reverb.benchmarks.scaling;

import dev.reverb.application.Application;
import dev.reverb.benchmarks.Serve;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * A node without a server, on which many users of a presence channel are. It holds a lease as any other, and follows the channel, as it
 * must. Not for several threads.
 */
final class StandIn implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 30;
    private static final int ASK_MILLIS = 20;

    /** So many users join at once, so that Redis has time for others in between. */
    private static final int AT_A_TIME = 200;

    private final ScalingBus bus;
    private final ChannelAddress channel;

    private StandIn(ScalingBus bus, ChannelAddress channel) {
        this.bus = bus;
        this.channel = channel;
    }

    /**
     * Joins the cluster of a Redis, with so many users.
     *
     * @throws IOException where that takes too long or is refused
     */
    static StandIn join(int redis, String channel, int users) throws IOException, InterruptedException {
        ScalingBus bus = RedisScaling.at("redis://127.0.0.1:" + redis).open(Ticker.system(), Scheduler.system());
        await(bus.start(new Deaf()));
        bus.use(Application.of(Serve.APP_ID, Serve.APP_KEY, Serve.APP_SECRET), false);
        StandIn standIn = new StandIn(bus, new ChannelAddress(Serve.APP_ID, ChannelName.of(channel)));
        standIn.follow(users);
        return standIn;
    }

    private void follow(int users) throws IOException, InterruptedException {
        await(bus.follow(channel));
        for (int from = 0; from < users; from += AT_A_TIME) {
            await(join(from, Math.min(users, from + AT_A_TIME)));
        }
        bus.setSubscriptions(channel, users);
    }

    private CompletableFuture<Void> join(int from, int to) {
        return CompletableFuture.allOf(IntStream.range(from, to)
                .mapToObj(i -> new Member("away-" + i, Optional.of("{\"name\":\"User " + i + "\"}")))
                .map(member -> bus.addMember(channel, member, Integer.MAX_VALUE).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** Waits until the channel has so many users, as Redis knows it; at most half a minute. */
    void awaitUsers(int users) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        for (int now = users(); now != users; now = users()) {
            if (System.nanoTime() > end) {
                throw new IOException("The channel has " + now + " users, not " + users);
            }
            TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
        }
    }

    private int users() throws IOException, InterruptedException {
        return await(bus.channel(channel)).members().size();
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The stand-in has no answer from Redis: " + e, e);
        }
    }

    /** Leaves; if interrupted, without waiting until all know. */
    @Override
    public void close() throws IOException {
        CompletionStage<Void> stopped = bus.stop();
        try {
            await(stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has nobody to tell. */
    private static final class Deaf implements ScalingListener {

        @Override
        public void onMessage(ChannelAddress address, BusMessage message) {}

        @Override
        public void onChange(ChannelAddress address, ChannelChange change) {}

        @Override
        public void onTerminate(String appId, String userId) {}

        @Override
        public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> facts) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onAvailability(Optional<Instant> since) {}
    }
}
