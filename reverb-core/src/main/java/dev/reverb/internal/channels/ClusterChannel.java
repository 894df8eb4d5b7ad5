package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.KeptMessage;
import dev.reverb.spi.websocket.EncodedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * This server's part of a channel that other servers have, too; of a user or not. The bus says in which order things happen, and
 * this mailbox follows: events, members and their number come from there, those of this server's own doing included.
 *
 * <pre>
 *              {@link #prepare}                              {@link #join}
 *   a client ─────────▶ is the channel followed? ──────────▶ a subscription
 *                       is its user a member, everywhere?    in the mailbox, behind what the bus told before
 * </pre>
 *
 * <p>Preparing is what the connection's gate waits for, so all else that a client wants of the channel waits, too. What has been
 * prepared is undone by {@link #leave}, whether the join came or not. The roster is a replica: changed by what the bus tells, and by
 * nothing else. Nothing of {@link Channel#publish} happens here: publishers go to the bus.
 */
final class ClusterChannel extends UserChannel {

    private enum Interest {
        NONE,
        ASKED,
        FOLLOWED,
        REFUSED,
        RETIRED
    }

    private final ClusterLink cluster;
    private Interest interest = Interest.NONE;

    /** What waits for the snapshot; null while nothing does. */
    private @Nullable ArrayDeque<Runnable> waiting;

    /** Who has been prepared or is about to be, and has not joined; with the user, once that is counted. */
    private final Map<Subscription, @Nullable LocalMember> expected = new HashMap<>(2);

    /** The users of this server's connections, by id. */
    private final Map<String, LocalMember> locals;

    /** All servers together, as last told. */
    private int total;

    ClusterChannel(ChannelRegistry registry, ChannelName name, LaneWorker home, ClusterLink cluster) {
        super(registry, name, home);
        this.cluster = cluster;
        this.locals = name.isPresence() ? new HashMap<>(2) : Map.of();
    }

    // ---- following ----

    private void whenFollowed(Runnable task) {
        if (interest == Interest.FOLLOWED || interest == Interest.REFUSED) {
            task.run();
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(1);
        }
        waiting.add(task);
        if (interest == Interest.NONE) {
            follow();
        }
    }

    private void follow() {
        interest = Interest.ASKED;
        Thread mailbox = Thread.currentThread();
        boolean[] asking = {true};
        cluster.follow(this).whenComplete((snapshot, failed) -> {
            // Where the answer is there at once, what is told next may be in the inbox by now: it must not come before.
            if (asking[0] && Thread.currentThread() == mailbox) {
                followed(snapshot);
            } else {
                home().execute(() -> followed(snapshot));
            }
        });
        asking[0] = false;
    }

    private void followed(@Nullable ChannelSnapshot snapshot) {
        interest = snapshot == null ? Interest.REFUSED : Interest.FOLLOWED;
        if (snapshot != null) {
            total = snapshot.subscriptions();
            snapshot.members().forEach(this::present);
            snapshot.kept().ifPresent(this::keep);
        }
        runWaiting();
        retireIfUnused();
    }

    private void runWaiting() {
        // Until the last has run it is not null, so none of them lets the channel retire before the others.
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
        waiting = null;
    }

    private @Nullable Runnable next() {
        return waiting == null ? null : waiting.poll();
    }

    @Override
    boolean isUnused() {
        return interest != Interest.ASKED
                && waiting == null
                && expected.isEmpty()
                && locals.isEmpty()
                && subscriptions() == 0
                && !isWatched();
    }

    @Override
    void retire() {
        if (interest != Interest.RETIRED) {
            boolean following = interest == Interest.FOLLOWED;
            interest = Interest.RETIRED;
            super.retire();
            cluster.unfollow(this, following);
        }
    }

    // ---- membership ----

    @Override
    void prepare(Subscription subscription, CompletableFuture<Void> prepared) {
        expected.put(subscription, null);
        whenFollowed(() -> admit(subscription, prepared));
    }

    private void admit(Subscription subscription, CompletableFuture<Void> prepared) {
        if (!expected.containsKey(subscription)) {
            prepared.complete(null); // gone meanwhile
        } else if (interest == Interest.REFUSED) {
            expected.remove(subscription);
            prepared.completeExceptionally(new IllegalStateException("The channel cannot be followed"));
        } else if (subscription.member() == null || roster == null) {
            prepared.complete(null);
        } else {
            enter(subscription, subscription.member(), prepared);
        }
    }

    private void enter(Subscription subscription, PresenceMember member, CompletableFuture<Void> prepared) {
        LocalMember local = locals.get(member.userId());
        boolean first = local == null;
        if (local == null) {
            local = new LocalMember(member.userId());
            locals.put(member.userId(), local);
        }
        local.connections++;
        expected.put(subscription, local);
        if (local.isAdded()) {
            prepared.complete(null);
            return;
        }
        local.await(subscription, prepared);
        if (first) {
            add(local, member, subscription.subscriber().application().maxPresenceMembers());
        }
    }

    private void add(LocalMember local, PresenceMember member, int most) {
        // Always through the inbox: behind the changes that were told before it.
        cluster.addMember(name, member.toMember(), most)
                .whenComplete((done, failed) -> home().execute(() -> added(local, failed)));
    }

    private void added(LocalMember local, @Nullable Throwable failed) {
        if (failed != null) {
            locals.remove(local.userId());
            local.refuse(failed, expected::remove);
        } else {
            local.added();
            removeIfGone(local);
        }
        retireIfUnused();
    }

    /** A prepared subscription begins; one that has not been prepared was refused, since its user is one too many. */
    @Override
    public void join(Subscription subscription) {
        if (expected.containsKey(subscription)) {
            expected.remove(subscription);
            begin(subscription, null);
        } else {
            refuse(subscription);
        }
    }

    @Override
    public void leave(Subscription subscription) {
        LocalMember local = expected.remove(subscription);
        if (subscription.joined) {
            remove(subscription);
            registry.events().unsubscribed(subscription);
            countChanged(subscription);
            local = subscription.member() == null
                    ? null
                    : locals.get(subscription.member().userId());
        }
        if (local != null) {
            local.connections--;
            removeIfGone(local);
        }
        retireIfUnused();
    }

    private void removeIfGone(LocalMember local) {
        if (local.connections == 0 && local.isAdded()) {
            locals.remove(local.userId());
            cluster.removeMember(name, local.userId());
        }
    }

    @Override
    void countChanged(Subscription subscription) {
        cluster.setSubscriptions(name, subscriptions());
    }

    @Override
    int count() {
        return total;
    }

    // ---- watchers ----

    @Override
    void watch(Watch watch) {
        whenFollowed(() -> super.watch(watch));
    }

    @Override
    void unwatch(Watch watch) {
        whenFollowed(() -> super.unwatch(watch));
    }

    @Override
    boolean isOnline() {
        return total > 0;
    }

    // ---- events ----

    @Override
    void whisper(Whisper whisper) {
        registry.passOn(name, whisper, cluster);
    }

    /** An event from the bus. */
    void receive(BusMessage message, Runnable done) {
        if (interest != Interest.FOLLOWED) {
            done.run();
            return;
        }
        byte[] payload = message.payload();
        EncodedFrame frame = EncodedFrame.text(payload, 0, payload.length);
        message.keepFor().ifPresent(time -> keep(frame, payload, time));
        deliver(new Delivery(frame, message.excluded().map(Connection::key).orElse(Delivery.NOBODY), done));
    }

    private void keep(KeptMessage kept) {
        byte[] payload = kept.payload();
        keep(EncodedFrame.text(payload, 0, payload.length), payload, kept.timeLeft());
    }

    private void keep(EncodedFrame frame, byte[] payload, Duration time) {
        EventPayload read = EventPayload.read(payload);
        keep(new KeptEvent(frame, read.event(), read.data(), registry.ticker().nanoTime() + time.toNanos()));
    }

    // ---- changes ----

    /** A difference from what the bus has told before. */
    void change(ChannelChange change) {
        if (interest != Interest.FOLLOWED) {
            return;
        }
        if (change instanceof ChannelChange.MemberAdded added) {
            PresenceMember member = present(added.member());
            if (member != null) {
                tell(PusherFrames.memberAdded(name, member.userId(), member.userInfo()));
            }
        } else if (change instanceof ChannelChange.MemberRemoved removed) {
            if (roster != null && roster.leave(new PresenceMember(removed.userId(), null))) {
                tell(PusherFrames.memberRemoved(name, removed.userId()));
            }
        } else if (change instanceof ChannelChange.SubscriptionsChanged changed) {
            counted(changed.subscriptions());
        }
    }

    /** Enters a user who is not on the roster; null where the user is. */
    private @Nullable PresenceMember present(Member member) {
        if (roster == null || roster.contains(member.userId())) {
            return null;
        }
        PresenceMember present = new PresenceMember(
                member.userId(), member.userInfo().map(JsonSlice::of).orElse(null));
        roster.join(present);
        return present;
    }

    private void counted(int subscriptions) {
        boolean before = isOnline();
        total = subscriptions;
        if (name.type() != ChannelType.SERVER_TO_USER) {
            registry.subscriptionCounts()
                    .changed(this, subscriptions, registry.ticker().nanoTime());
        } else if (before != isOnline()) {
            tellWatchers(isOnline());
        }
    }
}
