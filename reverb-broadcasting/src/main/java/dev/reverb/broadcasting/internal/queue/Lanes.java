package dev.reverb.broadcasting.internal.queue;

import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import dev.reverb.internal.retry.Backoff;
import dev.reverb.internal.threads.UserThreads;
import dev.reverb.spi.Scheduler.Cancellable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The lanes of a queue: one for each name of a queue and each connection, made when it is first needed. Any thread. */
public final class Lanes {

    /** How many there may be: {@value}. Names of queues are an application's, not its users'. */
    public static final int MAX_LANES = 256;

    private record Key(String queue, String connection) {}

    private final QueueSettings settings;
    private final ExecutorService workers;
    private final LaneContext context;
    private final Map<Key, Lane> lanes = new HashMap<>();
    private boolean closed;

    /** Lanes of a delivery. */
    public Lanes(QueueSettings settings, BroadcastDelivery delivery) {
        this.settings = settings;
        // What runs at a time is bounded by the lanes; each has a few batches.
        workers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                UserThreads.named("reverb-broadcast-"));
        context = new LaneContext(
                settings,
                delivery,
                workers,
                new Backoff(() -> ThreadLocalRandom.current().nextDouble()));
    }

    /** Takes a message, or throws a {@link BroadcastException} why not. */
    public void push(QueuedBroadcast broadcast) {
        lane(new Key(broadcast.queue(), broadcast.connection())).push(broadcast);
    }

    private synchronized Lane lane(Key key) {
        Lane lane = lanes.get(key);
        if (lane == null) {
            if (closed) {
                throw new BroadcastException(Reason.CLOSED, "The queue has been closed");
            }
            if (lanes.size() >= MAX_LANES) {
                throw new BroadcastException(
                        Reason.QUEUE_FULL, "There are " + MAX_LANES + " queues already, counted for each connection");
            }
            lane = new Lane(context, Math.max(1, context.delivery().maxBatchSize(key.connection())));
            lanes.put(key, lane);
        }
        return lane;
    }

    /** How many messages wait or are under way. */
    public int messages() {
        return all().stream().mapToInt(Lane::messages).sum();
    }

    /** How many bytes these have. */
    public long bytes() {
        return all().stream().mapToLong(Lane::bytes).sum();
    }

    private synchronized List<Lane> all() {
        return List.copyOf(lanes.values());
    }

    /** Tries everything once more, waits for it as long as the settings say, and gives up the rest. An interrupt ends the waiting. */
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<Lane> open = all();
        Cancellable deadline =
                settings.scheduler().schedule(() -> workers.execute(() -> expire(open)), settings.drainTimeout());
        open.forEach(Lane::flush);
        try {
            CompletableFuture.allOf(open.stream().map(Lane::drained).toArray(CompletableFuture<?>[]::new))
                    .get();
        } catch (InterruptedException interrupted) {
            expire(open);
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            deadline.cancel();
        }
    }

    private void expire(List<Lane> open) {
        BroadcastException cause = new BroadcastException(
                Reason.CLOSED, "Not delivered before the queue was closed; drain_timeout: " + settings.drainTimeout());
        open.forEach(lane -> lane.expire(cause));
    }
}
