package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.bus.Publisher.Hearing;
import dev.reverb.scaling.redis.internal.bus.Standing.Ready;
import dev.reverb.scaling.redis.internal.bus.Standing.Repair;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One channel on this node: what it knows of it, what it says of itself there, and the way from the topic to the listener. All methods
 * except {@link #hearing} run in the channel's {@link #queue}, so one at a time and in one order; that order is the one in which
 * the listener is told.
 *
 * <pre>
 *              online                prepared                subscribed, fetched
 *    LOCAL ------------> PREPARING ------------> FETCHING -----------------------> LIVE
 *      ^                                            ^                               |
 *      |                                            +-------------- gap ------------+
 *      +---------------------------------- lost (from any) ------------------------
 *
 *    LOCAL      Redis is away: what this node does counts at once, and nothing else is known
 *    PREPARING  Redis is there, and it is being found out whether it has this node's part
 *    FETCHING   this node's part is said; the topic, then the channel are on their way; what arrives is held
 *    LIVE       what arrives is told
 * </pre>
 */
final class Follower {

    private enum State {
        LOCAL,
        PREPARING,
        FETCHING,
        LIVE
    }

    private final ChannelAddress address;
    private final Bucket bucket;
    private final String topic;
    private final Hub hub;
    private final SerialQueue queue = new SerialQueue();
    private final Telling telling;
    private final ChannelView view;
    private final OwnChanges changes;
    private final List<TopicMessage> held = new ArrayList<>();
    private final List<Runnable> deferred = new ArrayList<>();
    private final List<CompletableFuture<ChannelSnapshot>> waiting = new ArrayList<>();

    private State state = State.LOCAL;
    private @Nullable Standing standing;

    /** Under which name it last said its part. */
    private @Nullable NodeId saidAs;

    private Repair repairDue = Repair.NOTHING;
    private volatile boolean following;
    private boolean interested;
    private volatile boolean begun;
    private int fetches;
    private long idleSince;
    private volatile boolean joined;

    Follower(ChannelAddress address, Bucket bucket, String topic, Hub hub) {
        this.address = address;
        this.bucket = bucket;
        this.topic = topic;
        this.hub = hub;
        this.telling = new Telling(address, hub);
        this.view = new ChannelView(address, hub, telling, this::isHere);
        this.changes = new OwnChanges(address, bucket, hub, view.replica(), queue, this::completeAdds);
        this.idleSince = hub.ticker().nanoTime();
    }

    ChannelAddress address() {
        return address;
    }

    Bucket bucket() {
        return bucket;
    }

    /** The name of the channel's topic. */
    String topic() {
        return topic;
    }

    SerialQueue queue() {
        return queue;
    }

    private boolean isHere(String userId) {
        return changes.has(userId);
    }

    /** How this node's subscribers get what is published to the channel now. For any thread. */
    Hearing hearing() {
        if (!following) {
            return Hearing.NOT;
        } else if (joined) {
            return Hearing.ECHO;
        }
        return begun ? Hearing.AT_ONCE : Hearing.NOT;
    }

    // What the server asks for

    void follow(CompletableFuture<ChannelSnapshot> promise) {
        following = true;
        interested = true;
        waiting.add(promise);
        if (!joined) {
            subscribe();
        }
        connect();
        if (begun) {
            answerFollowers();
        } else if (standing == null) {
            beginEmpty();
        }
    }

    /** The server does not want to be told any more: from now on, whatever waits in the queue before {@link #unfollow}. For any thread. */
    void mute() {
        telling.mute();
    }

    void unfollow() {
        telling.unmute();
        following = false;
        telling.end();
        idleSince = hub.ticker().nanoTime();
    }

    /** Publishes, behind the changes that were asked for before. */
    void publish(Runnable publication) {
        if (state == State.PREPARING) {
            deferred.add(publication);
        } else {
            publication.run();
        }
    }

    void addMember(Member member, int maxMembers, CompletableFuture<Void> promise) {
        change(() -> changes.add(standing, member, maxMembers, promise));
    }

    void removeMember(String userId, CompletableFuture<Void> promise) {
        change(() -> changes.remove(standing, userId, promise));
    }

    void setSubscriptions(int subscriptions) {
        connect();
        changes.count(standing, subscriptions);
        if (standing != null) {
            hub.countsDue(this);
        }
    }

    void flushCounts() {
        if (state != State.PREPARING) {
            changes.flushCounts(standing);
        }
    }

    private void change(Runnable change) {
        connect();
        if (state == State.PREPARING) {
            deferred.add(change);
        } else {
            change.run();
            completeAdds();
        }
    }

    /** A channel that is new to this node has not been told of Redis yet. */
    private void connect() {
        Standing now = hub.standing();
        if (standing == null && now != null) {
            online(now);
        }
    }

    // What happens to the connection

    /** Redis is there, or knows this node under another name. */
    void online(Standing now) {
        if (standing == now || now != hub.standing()) {
            return;
        }
        standing = now;
        state = State.PREPARING;
        view.expectReturns();
        // Nobody is on a channel here who could not be shut out by an order to all nodes.
        now.enter(bucket)
                .thenCombine(hub.heard(address.appId()), (ready, heard) -> ready)
                .whenComplete((ready, failure) -> queue.execute(() -> prepared(now, ready, failure)));
    }

    private void prepared(Standing now, @Nullable Ready ready, @Nullable Throwable failure) {
        if (standing != now) {
            // Whatever was to be done was not done, and is due whatever the next connection finds.
            repairDue = max(repairDue, ready == null ? Repair.PUT_BACK : ready.repair());
        } else if (failure != null || ready == null) {
            hub.failed(now, failure == null ? new IllegalStateException("no answer") : failure);
        } else if (ready.entry() == Entry.FENCED) {
            hub.fenced(now);
        } else if (ready.entry() == Entry.UNKNOWN) {
            hub.forgotten(now);
        } else {
            begin(now, max(repairDue, ready.repair()), ready.lastRun());
        }
    }

    private void begin(Standing now, Repair repair, long lastRun) {
        // It may have become another over a connection that was lost before this channel came to it.
        boolean isAnother = saidAs != null && !saidAs.equals(now.node());
        saidAs = now.node();
        repairDue = Repair.NOTHING;
        state = State.FETCHING;
        view.recover();
        changes.sayAgain(now, isAnother ? Repair.SAY_ANEW : repair, lastRun);
        runDeferred();
        subscribe();
    }

    /** Redis is away, or does not know this node under that name any more. */
    void lost(Standing before, boolean disconnected) {
        if (disconnected) {
            joined = false;
        }
        if (standing != before) {
            return;
        }
        if (state == State.PREPARING) {
            repairDue = max(repairDue, Repair.PUT_BACK);
        }
        standing = null;
        state = State.LOCAL;
        if (!begun && !waiting.isEmpty()) {
            beginEmpty();
        }
        List<TopicMessage> arrived = takeHeld();
        view.applyEvents(arrived);
        changes.lost();
        runDeferred();
    }

    private void runDeferred() {
        List<Runnable> changesMeanwhile = List.copyOf(deferred);
        deferred.clear();
        changesMeanwhile.forEach(Runnable::run);
    }

    private List<TopicMessage> takeHeld() {
        List<TopicMessage> arrived = List.copyOf(held);
        held.clear();
        return arrived;
    }

    /** The server has stopped: whoever waits is answered. */
    void abandon() {
        following = false;
        telling.end();
        Standing last = standing;
        if (last != null) {
            lost(last, true);
        }
    }

    /** There was time enough for all nodes to put their parts back. */
    void release() {
        view.release(state == State.LIVE);
    }

    // The topic

    private void subscribe() {
        if (interested && hub.want(this)) {
            subscribed();
        }
    }

    void subscribed() {
        joined = true;
        if (state == State.FETCHING) {
            fetch();
        }
    }

    void unsubscribed() {
        hub.unheard(
                () -> joined = false,
                parcel -> parcel instanceof Publisher.Parcel.ToChannel event
                        && event.address().equals(address));
        // What is under way was read before there is a topic again, and what has arrived is all that came up to here.
        fetches++;
        view.applyEvents(takeHeld());
        if (state == State.LIVE) {
            state = State.FETCHING;
        }
        view.recover();
    }

    private void fetch() {
        Standing now = standing;
        if (now != null) {
            state = State.FETCHING;
            int fetch = ++fetches;
            now.state()
                    .snapshots()
                    .of(address)
                    .thenCompose(fetched -> now.session().caughtUp(topic).thenApply(done -> fetched))
                    .whenComplete((fetched, failure) -> queue.execute(() -> {
                        if (standing == now && fetch == fetches) {
                            fetched(now, fetched, failure);
                        }
                    }));
        }
    }

    private void fetched(Standing from, @Nullable ChannelState fetched, @Nullable Throwable failure) {
        if (fetched == null) {
            hub.failed(from, failure == null ? new IllegalStateException("no answer") : failure);
            return;
        }
        state = State.LIVE;
        List<TopicMessage> arrived = takeHeld();
        List<TopicMessage> newer;
        if (begun) {
            newer = view.take(fetched, arrived);
        } else {
            newer = view.begin(fetched, arrived);
            begun = true;
            answerFollowers();
        }
        newer.forEach(this::received);
        completeAdds();
    }

    private void beginEmpty() {
        view.beginEmpty();
        begun = true;
        answerFollowers();
    }

    private void answerFollowers() {
        if (following) {
            telling.begin();
        }
        ChannelSnapshot snapshot = view.snapshot();
        List<CompletableFuture<ChannelSnapshot>> followers = List.copyOf(waiting);
        waiting.clear();
        followers.forEach(follower -> follower.complete(snapshot));
    }

    // What arrives

    void received(TopicMessage message) {
        if (state != State.LIVE) {
            held.add(message);
            return;
        }
        Replica.Outcome outcome = view.apply(message);
        if (outcome == Replica.Outcome.GAP) {
            fetch();
        } else {
            completeAdds();
        }
    }

    /** One of this node's own messages that Redis cannot bring back. */
    void tellOwn(long number, BusMessage event) {
        view.tellOwn(number, event);
    }

    private void completeAdds() {
        if (state == State.LIVE) {
            changes.reached(view.replica().version());
        }
    }

    // The end

    /**
     * Whether there is nothing more to remember: nobody follows the channel, nor has for a while, and nothing of this node is on it.
     * Asked while the queue is idle.
     */
    boolean isIdle(Duration linger) {
        boolean lingered = hub.ticker().nanoTime() - idleSince > linger.toNanos();
        return !following && lingered && waiting.isEmpty() && deferred.isEmpty() && changes.isEmpty();
    }

    private static Repair max(Repair one, Repair other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
