package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The channels of this node. A channel is here from the first call for it until nobody follows it for a while and nothing of this node is on
 * it; so is its topic. Safe for any thread.
 */
final class Followers {

    private final Hub hub;
    private final KeySpace keys;
    private final BusSettings settings;
    private final Subscriber subscriber;
    private final Map<ChannelAddress, Follower> followers = new ConcurrentHashMap<>();
    private final Map<String, Follower> byTopic = new ConcurrentHashMap<>();
    private final Set<Follower> countsDue = ConcurrentHashMap.newKeySet();
    private final Tick tick;

    Followers(Hub hub, KeySpace keys, BusSettings settings, Subscriber subscriber, Scheduler scheduler) {
        this.hub = hub;
        this.keys = keys;
        this.settings = settings;
        this.subscriber = subscriber;
        this.tick = new Tick(scheduler, settings.tick(), this::flushCounts);
    }

    /** Does something about a channel, in its queue, after what was asked for before. */
    void with(ChannelAddress address, Consumer<Follower> task) {
        boolean[] mine = new boolean[1];
        // Under the map's lock for this channel, so that it is not taken out between the finding and the asking.
        Follower follower = followers.compute(address, (key, known) -> {
            Follower found = known == null ? create(address) : known;
            mine[0] = found.queue().offer(() -> task.accept(found));
            return found;
        });
        if (mine[0] && follower != null) {
            follower.queue().drain();
        }
    }

    /** Tells nothing more of a channel, not even what was asked for before. */
    void unfollow(ChannelAddress address) {
        boolean[] mine = new boolean[1];
        Follower follower = followers.computeIfPresent(address, (key, found) -> {
            found.mute();
            mine[0] = found.queue().offer(found::unfollow);
            return found;
        });
        if (mine[0] && follower != null) {
            follower.queue().drain();
        }
    }

    private Follower create(ChannelAddress address) {
        Bucket bucket = keys.bucket(address);
        Follower follower = new Follower(address, bucket, KeySpace.text(bucket.topic(address.channel())), hub);
        byTopic.put(follower.topic(), follower);
        return follower;
    }

    @Nullable
    Follower find(ChannelAddress address) {
        return followers.get(address);
    }

    /** A number of subscriptions waits for the next tick. */
    void countsDue(Follower follower) {
        countsDue.add(follower);
        tick.soon();
    }

    private void flushCounts() {
        for (Follower follower : List.copyOf(countsDue)) {
            countsDue.remove(follower);
            follower.queue().execute(follower::flushCounts);
        }
    }

    // What happens to the connection

    void online(Standing standing) {
        followers.values().forEach(follower -> follower.queue().execute(() -> follower.online(standing)));
    }

    void offline(Standing standing, boolean disconnected) {
        followers.values().forEach(follower -> follower.queue().execute(() -> follower.lost(standing, disconnected)));
    }

    /** All nodes had time to put their parts back. */
    void release() {
        followers.values().forEach(follower -> follower.queue().execute(follower::release));
    }

    void onSubscribed(String topic) {
        Follower follower = byTopic.get(topic);
        if (follower != null) {
            follower.queue().execute(follower::subscribed);
        }
    }

    void onUnsubscribed(String topic) {
        Follower follower = byTopic.get(topic);
        if (follower != null) {
            follower.queue().execute(follower::unsubscribed);
        }
    }

    void onMessage(String topic, TopicMessage message) {
        Follower follower = byTopic.get(topic);
        if (follower != null) {
            follower.queue().execute(() -> follower.received(message));
        }
    }

    // The end

    /** Takes out what nobody has followed for a while. */
    void sweep() {
        for (ChannelAddress address : List.copyOf(followers.keySet())) {
            followers.computeIfPresent(address, (key, follower) -> isOver(follower) ? null : follower);
        }
    }

    private boolean isOver(Follower follower) {
        if (!follower.queue().isIdle() || !follower.isIdle(settings.linger())) {
            return false;
        }
        byTopic.remove(follower.topic());
        subscriber.forget(follower.topic());
        return true;
    }

    /** The server has stopped: whoever waits is answered. */
    void abandon() {
        followers.values().forEach(follower -> follower.queue().execute(follower::abandon));
        followers.clear();
        byTopic.clear();
    }
}
