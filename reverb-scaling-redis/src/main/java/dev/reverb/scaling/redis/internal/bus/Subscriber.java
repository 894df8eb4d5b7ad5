package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<@Nullable Runnable> whenWhole = new AtomicReference<>();

    /**
     * Wants nothing yet.
     *
     * @param standing where commands go; null while Redis is away
     * @param lastTopic the one by which others see that this node hears them
     */
    Subscriber(Supplier<@Nullable Standing> standing, String lastTopic, Scheduler scheduler, Duration delay) {
        this.standing = standing;
        this.lastTopic = lastTopic;
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

    void offline(boolean disconnected) {
        whenWhole.set(null);
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

    /** Does something once Redis has confirmed all topics that this node had when it connected, and behind them the last. */
    void whenWhole(Runnable task) {
        whenWhole.set(task);
        complete();
    }

    private void complete() {
        Runnable task = whenWhole.get();
        if (task != null && topics.isWhole() && want(lastTopic) && whenWhole.compareAndSet(task, null)) {
            task.run();
        }
    }
}
