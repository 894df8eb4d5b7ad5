package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Terminate;
import dev.reverb.scaling.redis.internal.state.UnreadableMessageException;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ScalingListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels of this node and their topics. A channel is here from the first call for it until nobody follows it for a while and
 * nothing of this node is on it; so is its topic. Safe for any thread.
 */
final class Followers {

    private final Hub hub;
    private final KeySpace keys;
    private final BusSettings settings;
    private final Scheduler scheduler;
    private final Supplier<ScalingListener> listener;
    private final Map<ChannelAddress, Follower> followers = new ConcurrentHashMap<>();
    private final Map<String, Follower> byTopic = new ConcurrentHashMap<>();
    private final Map<String, ControlTopic> controls = new ConcurrentHashMap<>();
    private final Map<String, ControlTopic> controlsByTopic = new ConcurrentHashMap<>();
    private final Set<Follower> countsDue = ConcurrentHashMap.newKeySet();
    private final TopicTable topics = new TopicTable();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final Warnings warnings = new Warnings();
    private final AtomicReference<@Nullable Runnable> whenSettled = new AtomicReference<>();
    private final String gathering;

    Followers(Hub hub, KeySpace keys, BusSettings settings, Scheduler scheduler, Supplier<ScalingListener> listener) {
        this.hub = hub;
        this.keys = keys;
        this.settings = settings;
        this.scheduler = scheduler;
        this.listener = listener;
        this.gathering = text(keys.gathering());
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
        Follower follower = new Follower(address, bucket, text(bucket.topic(address.channel())), hub);
        byTopic.put(follower.topic(), follower);
        return follower;
    }

    private static String text(byte[] topic) {
        return new String(topic, StandardCharsets.ISO_8859_1);
    }

    @Nullable
    Follower find(ChannelAddress address) {
        return followers.get(address);
    }

    @Nullable
    ControlTopic control(String appId) {
        return controls.get(appId);
    }

    /** Hears what concerns an application as a whole. */
    void use(String appId) {
        controls.computeIfAbsent(appId, id -> {
            ControlTopic control = new ControlTopic(id, listener);
            String topic = text(keys.home(id).control());
            controlsByTopic.put(topic, control);
            topics.want(topic);
            return control;
        });
        // Not a tick later: who asks next may be asking for all servers.
        sendTopics();
    }

    /** Completes once this node hears what concerns an application as a whole. */
    CompletionStage<Void> heard(String appId) {
        ControlTopic control = controls.get(appId);
        return control == null ? CompletableFuture.completedFuture(null) : control.heard();
    }

    /** Completes once this node hears what concerns any of the applications that it uses. */
    CompletionStage<Void> heard() {
        return CompletableFuture.allOf(controls.values().stream()
                .map(control -> control.heard().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    boolean want(Follower follower) {
        boolean joined = topics.want(follower.topic());
        if (!joined) {
            tickSoon();
        }
        return joined;
    }

    void countsDue(Follower follower) {
        countsDue.add(follower);
        tickSoon();
    }

    /** What has come together goes out after a tick, at once where Redis has just answered. */
    private void tickSoon() {
        if (ticking.compareAndSet(false, true)) {
            scheduler.schedule(this::tick, settings.tick());
        }
    }

    private void tick() {
        ticking.set(false);
        for (Follower follower : List.copyOf(countsDue)) {
            countsDue.remove(follower);
            follower.queue().execute(follower::flushCounts);
        }
        sendTopics();
    }

    private void sendTopics() {
        Standing standing = hub.standing();
        if (standing != null) {
            TopicTable.Batch batch = topics.nextBatch();
            if (!batch.subscribe().isEmpty()) {
                standing.session().subscribe(batch.subscribe());
            }
            if (!batch.unsubscribe().isEmpty()) {
                standing.session().unsubscribe(batch.unsubscribe());
            }
        }
    }

    // What happens to the connection

    void online(Standing standing) {
        followers.values().forEach(follower -> follower.queue().execute(() -> follower.online(standing)));
        tickSoon();
    }

    void offline(Standing standing, boolean disconnected) {
        whenSettled.set(null);
        if (disconnected) {
            topics.forget(gathering);
            topics.disconnected();
            controls.values().forEach(ControlTopic::settled);
        }
        followers.values().forEach(follower -> follower.queue().execute(() -> follower.lost(standing, disconnected)));
    }

    /** All nodes had time to put their parts back. */
    void release() {
        followers.values().forEach(follower -> follower.queue().execute(follower::release));
    }

    void onSubscribed(String topic) {
        if (topics.subscribed(topic)) {
            Follower follower = byTopic.get(topic);
            if (follower != null) {
                follower.queue().execute(follower::subscribed);
            }
            ControlTopic control = controlsByTopic.get(topic);
            if (control != null) {
                control.settled();
            }
        }
        sendMore();
    }

    void onUnsubscribed(String topic) {
        boolean isWanted = topics.unsubscribed(topic);
        Follower follower = byTopic.get(topic);
        if (follower != null && isWanted) {
            follower.queue().execute(follower::unsubscribed);
        }
        sendMore();
    }

    private void sendMore() {
        if (topics.isDue()) {
            sendTopics();
        }
        settle();
    }

    /** The topic by which the others see that this node hears them. */
    String gathering() {
        return gathering;
    }

    /** Does something once Redis has confirmed all topics, the one of {@link #gathering} last. */
    void whenSettled(Runnable task) {
        whenSettled.set(task);
        settle();
    }

    private void settle() {
        if (whenSettled.get() != null && topics.isSettled()) {
            if (!topics.want(gathering)) {
                tickSoon();
                return;
            }
            Runnable task = whenSettled.getAndSet(null);
            if (task != null) {
                task.run();
            }
        }
    }

    void onTopicMessage(String topic, byte[] bytes) {
        Follower follower = byTopic.get(topic);
        ControlTopic control = follower == null ? controlsByTopic.get(topic) : null;
        if (follower == null && control == null) {
            return;
        }
        try {
            TopicMessage message = TopicMessage.decode(bytes);
            if (control != null) {
                control.queue().execute(() -> ordered(control, message));
            } else if (follower != null && !(message.body() instanceof Terminate)) {
                follower.queue().execute(() -> follower.received(message));
            }
        } catch (UnreadableMessageException unreadable) {
            warnings.unreadable(unreadable);
        }
    }

    private void ordered(ControlTopic control, TopicMessage message) {
        if (message.body() instanceof Terminate order) {
            if (message.sender().equals(hub.sender())) {
                hub.echoed(message.number());
            }
            control.terminate(message.sender().value(), message.number(), order.userId());
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
        topics.forget(follower.topic());
        tickSoon();
        return true;
    }

    /** The server has stopped: whoever waits is answered. */
    void abandon() {
        followers.values().forEach(follower -> follower.queue().execute(follower::abandon));
        followers.clear();
        byTopic.clear();
        controls.values().forEach(ControlTopic::settled);
        controls.clear();
        controlsByTopic.clear();
    }

    /** How many channels are remembered, for tests. */
    int size() {
        return followers.size();
    }

    /** How many topics Redis knows of, or is about to. */
    int topicCount() {
        return topics.size();
    }
}
