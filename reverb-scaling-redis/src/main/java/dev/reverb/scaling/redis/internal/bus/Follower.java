package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.bus.Publisher.Hearing;
import dev.reverb.scaling.redis.internal.bus.Standing.Ready;
import dev.reverb.scaling.redis.internal.bus.Standing.Repair;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Subscriptions;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Hub hub;
    private final SerialQueue queue = new SerialQueue();
    private final Replica replica = new Replica(this::tell);
    private final ChannelEvents events;
    private final OwnChanges changes;
    private final List<TopicMessage> held = new ArrayList<>();
    private final List<Runnable> deferred = new ArrayList<>();
    private final List<CompletableFuture<ChannelSnapshot>> waiting = new ArrayList<>();

    private State state = State.LOCAL;
    private @Nullable Standing standing;
    private Repair repairDue = Repair.NOTHING;
    private volatile boolean following;
    private boolean telling;
    private final AtomicInteger muted = new AtomicInteger();
    private boolean interested;
    private volatile boolean begun;
    private boolean recovering;
    private boolean releaseDue;
    private long idleSince;
    private volatile boolean joined;

    Follower(ChannelAddress address, Bucket bucket, Hub hub) {
        this.address = address;
        this.bucket = bucket;
        this.hub = hub;
        this.events = new ChannelEvents(hub, this::tell);
        this.changes = new OwnChanges(address, bucket, hub, replica, queue, this::completeAdds);
        this.idleSince = hub.ticker().nanoTime();
    }

    ChannelAddress address() {
        return address;
    }

    Bucket bucket() {
        return bucket;
    }

    SerialQueue queue() {
        return queue;
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
        connect();
        if (begun) {
            answerFollowers();
        } else if (standing == null) {
            begin(-1, new ChannelSnapshot(0, List.of(), Optional.empty()));
        }
    }

    /** The server does not want to be told any more: from now on, whatever waits in the queue before {@link #unfollow}. For any thread. */
    void mute() {
        muted.incrementAndGet();
    }

    void unfollow() {
        muted.decrementAndGet();
        following = false;
        telling = false;
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
        } else if (standing != null && state == State.FETCHING && !joined) {
            subscribe();
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
        releaseDue = false;
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
            begin(now, max(repairDue, ready.repair()));
        }
    }

    private void begin(Standing now, Repair repair) {
        repairDue = Repair.NOTHING;
        state = State.FETCHING;
        recovering = begun;
        changes.sayAgain(now, repair);
        List<Runnable> changesMeanwhile = List.copyOf(deferred);
        deferred.clear();
        changesMeanwhile.forEach(Runnable::run);
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
            begin(-1, new ChannelSnapshot(0, List.of(), Optional.empty()));
        }
        List<TopicMessage> arrived = List.copyOf(held);
        held.clear();
        for (TopicMessage message : arrived) {
            if (message.body() instanceof Event event) {
                events.received(message, event, false);
            }
        }
        changes.lost();
        List<Runnable> changesMeanwhile = List.copyOf(deferred);
        deferred.clear();
        changesMeanwhile.forEach(Runnable::run);
    }

    /** The server has stopped: whoever waits is answered. */
    void abandon() {
        following = false;
        telling = false;
        Standing last = standing;
        if (last != null) {
            lost(last, true);
        }
    }

    /** There was time enough for all nodes to put their parts back. */
    void release() {
        releaseDue = true;
        if (state == State.LIVE) {
            replica.release();
        }
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
        if (state == State.LIVE) {
            // Redis has dropped it: there may be something to catch up with.
            state = State.FETCHING;
            recovering = true;
        }
    }

    private void fetch() {
        Standing now = standing;
        if (now != null) {
            state = State.FETCHING;
            now.state()
                    .snapshots()
                    .of(address)
                    .whenComplete((fetched, failure) -> queue.execute(() -> fetched(now, fetched, failure)));
        }
    }

    private void fetched(Standing from, @Nullable ChannelState fetched, @Nullable Throwable failure) {
        if (standing != from || state != State.FETCHING) {
            return;
        }
        if (fetched == null) {
            hub.failed(from, failure == null ? new IllegalStateException("no answer") : failure);
            return;
        }
        state = State.LIVE;
        List<TopicMessage> arrived = new ArrayList<>(held);
        held.clear();
        if (begun) {
            catchUp(fetched, arrived);
            if (releaseDue) {
                replica.release();
            }
        } else {
            begin(fetched.version(), fetched.snapshot());
            forgetKnown(arrived, fetched.version());
        }
        recovering = false;
        arrived.forEach(this::received);
        completeAdds();
    }

    private void begin(long version, ChannelSnapshot snapshot) {
        begun = true;
        replica.reset(version, snapshot.subscriptions(), snapshot.members());
        events.begin(version, snapshot.kept());
        answerFollowers();
    }

    private void answerFollowers() {
        telling = following;
        List<Member> members = address.channel().isPresence() ? replica.members() : List.of();
        ChannelSnapshot snapshot = new ChannelSnapshot(replica.subscriptions(), members, events.kept());
        List<CompletableFuture<ChannelSnapshot>> followers = List.copyOf(waiting);
        waiting.clear();
        followers.forEach(follower -> follower.complete(snapshot));
    }

    /** What was published up to the snapshot's last kept event is in it, or comes before it. */
    private void forgetKnown(List<TopicMessage> arrived, long version) {
        int known = 0;
        for (int i = 0; i < arrived.size(); i++) {
            if (arrived.get(i).isVersioned() && arrived.get(i).after() <= version) {
                known = i + 1;
            }
        }
        List<TopicMessage> before = arrived.subList(0, known);
        events.leaveOut(before);
        before.clear();
    }

    private void catchUp(ChannelState fetched, List<TopicMessage> arrived) {
        ChannelSnapshot now = fetched.snapshot();
        replica.refresh(fetched.version(), now.subscriptions(), now.members(), recovering && !releaseDue);
        if (recovering) {
            now.kept().ifPresent(message -> events.catchUp(message, arrived));
        }
    }

    // What arrives

    void received(TopicMessage message) {
        if (state != State.LIVE) {
            held.add(message);
            return;
        }
        Replica.Outcome outcome = apply(message);
        if (outcome == Replica.Outcome.GAP) {
            fetch();
        } else {
            completeAdds();
        }
    }

    private Replica.Outcome apply(TopicMessage message) {
        long before = message.before();
        long after = message.after();
        if (message.body() instanceof Event event) {
            Replica.Outcome outcome = message.isVersioned() ? replica.step(before, after) : Replica.Outcome.APPLIED;
            events.received(message, event, outcome == Replica.Outcome.KNOWN);
            return outcome;
        } else if (message.body() instanceof Added added) {
            return replica.added(before, after, added.member());
        } else if (message.body() instanceof Removed removed) {
            return replica.removed(before, after, removed.userId(), isTakenOut(message, removed.userId()));
        } else if (message.body() instanceof Subscriptions subscriptions) {
            return replica.counted(before, after, subscriptions.count());
        }
        return Replica.Outcome.KNOWN;
    }

    /**
     * Whether a user of this node was removed by another, which took this one for dead. A user whom another removes for itself has gone,
     * though this node is about to add it: it is told as gone and come.
     */
    private boolean isTakenOut(TopicMessage message, String userId) {
        return message.number() == 0 && hub.isOwn(message.sender()) && changes.has(userId);
    }

    /** One of this node's own messages that Redis cannot bring back. */
    void tellOwn(long number, BusMessage event) {
        events.tellOwn(number, event);
    }

    private void tell(BusMessage event) {
        if (telling && muted.get() == 0) {
            hub.listener().onMessage(address, event);
        }
    }

    private void tell(ChannelChange change) {
        boolean silent = change instanceof SubscriptionsChanged && hub.counts(address) == Publish.NOTHING;
        if (telling && muted.get() == 0 && !silent) {
            hub.listener().onChange(address, change);
        }
    }

    private void completeAdds() {
        if (state == State.LIVE) {
            changes.reached(replica.version());
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
