package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes Redis's subscriptions what this node wants: see {@link TopicTable}. What has come together goes out after a tick, at once where Redis
 * has just answered. Safe for any thread.
 */
final class Subscriber {

    private final Supplier<@Nullable Standing> standing;
    private final String lastTopic;
    private final TopicTable topics = new TopicTable();
    private final Tick tick;
    private final Ticker ticker;

    /** Guarded by this. */
    private @Nullable Runnable whenWhole;

    private volatile long sentAt;

    /**
     * Wants nothing yet.
     *
     * @param standing where commands go; null while Redis is away
     * @param lastTopic the one by which others see that this node hears them
     */
    Subscriber(
            Supplier<@Nullable Standing> standing,
            String lastTopic,
            Ticker ticker,
            Scheduler scheduler,
            Duration delay) {
        this.standing = standing;
        this.lastTopic = lastTopic;
        this.ticker = ticker;
        this.tick = new Tick(scheduler, delay, this::send);
    }

    /**
     * Wants a topic.
     *
     * @return true where Redis has confirmed it already
     */
    boolean want(String topic) {
        boolean joined = topics.want(topic);
        if (!joined) {
            tick.soon();
        }
        return joined;
    }

    void forget(String topic) {
        topics.forget(topic);
        tick.soon();
    }

    /** Sends what has come together, unless the last batch has not been answered. */
    void send() {
        Standing now = standing.get();
        if (now != null) {
            TopicTable.Batch batch = topics.nextBatch();
            if (!batch.isEmpty()) {
                sentAt = ticker.nanoTime();
            }
            if (!batch.subscribe().isEmpty()) {
                now.session().subscribe(batch.subscribe());
            }
            if (!batch.unsubscribe().isEmpty()) {
                now.session().unsubscribe(batch.unsubscribe());
            }
        }
        complete();
    }

    void online() {
        topics.connected();
        tick.soon();
    }

    synchronized void offline(boolean disconnected) {
        whenWhole = null;
        if (disconnected) {
            topics.forget(lastTopic);
            topics.disconnected();
        }
    }

    /**
     * Redis has confirmed a subscription.
     *
     * @return whether it is still wanted
     */
    boolean subscribed(String topic) {
        return topics.subscribed(topic);
    }

    /**
     * Redis has confirmed that a topic was left, or dropped it.
     *
     * @return whether it is wanted all the same
     */
    boolean unsubscribed(String topic) {
        return topics.unsubscribed(topic);
    }

    /** Redis has answered, and that has been passed on. */
    void answered() {
        if (topics.isDue()) {
            send();
        } else {
            complete();
        }
    }

    /** For how long Redis has left topics unconfirmed; zero where it has confirmed all that were sent. */
    Duration unconfirmedFor() {
        return topics.isUnanswered() ? Duration.ofNanos(ticker.nanoTime() - sentAt) : Duration.ZERO;
    }

    /** How many topics are wanted, or were and are not left yet. */
    int size() {
        return topics.size();
    }

    /** Does something once Redis has confirmed all topics that this node had when it connected, and behind them the last. */
    void whenWhole(Runnable task) {
        synchronized (this) {
            whenWhole = task;
        }
        complete();
    }

    private void complete() {
        Runnable task = takeWhenWhole();
        if (task != null) {
            task.run();
        }
    }

    /** In one step: wanted while the connection goes, the last topic would be subscribed to before the others on the next. */
    private synchronized @Nullable Runnable takeWhenWhole() {
        Runnable task = whenWhole;
        if (task == null || !topics.isWhole() || !want(lastTopic)) {
            return null;
        }
        whenWhole = null;
        return task;
    }
}
