package dev.reverb.internal.channels;

import dev.reverb.application.Application;
import dev.reverb.channel.CachedEvent;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One channel: a serial mailbox on its home lane. See the package for how order comes about.
 *
 * <p>All methods run in the mailbox (through {@link ChannelRegistry#execute}), except {@link #info}, {@link #isOccupied} and
 * {@link #name}, which any thread may call.
 */
public sealed class Channel extends ChannelSegments permits UserChannel {

    /** What {@link #expire} answers when there is nothing to look at any more. */
    static final long NOTHING_KEPT = Long.MIN_VALUE;

    final @Nullable PresenceRoster roster;
    private volatile @Nullable KeptEvent kept;
    private @Nullable Fence fence;

    Channel(ChannelRegistry registry, ChannelName name, LaneWorker home) {
        super(registry, name, home);
        this.roster = name.isPresence() ? new PresenceRoster() : null;
    }

    public ChannelName name() {
        return name;
    }

    // ---- membership ----

    /**
     * Makes sure that a subscription may begin, where others than this server have a say in it.
     *
     * @param prepared completes when the join may be posted; exceptionally where it cannot
     */
    void prepare(Subscription subscription, CompletableFuture<Void> prepared) {
        prepared.complete(null);
    }

    /** A subscription begins, unless its user is one too many. */
    public void join(Subscription subscription) {
        PresenceMember member = subscription.member();
        boolean first = false;
        if (roster != null && member != null) {
            int most = subscription.subscriber().application().maxPresenceMembers();
            if (roster.size() >= most && !roster.contains(member.userId())) {
                refuse(subscription);
                return;
            }
            first = roster.join(member);
            if (first) {
                tell(PusherFrames.memberAdded(name, member.userId(), member.userInfo()));
            }
        }
        begin(subscription, first ? member : null);
    }

    /** A subscription begins whose user is among the members, and has been told. */
    final void begin(Subscription subscription, @Nullable PresenceMember added) {
        fence = null;
        KeptEvent event = kept();
        add(new LogEntry.Join(subscription, present(), keptOrMiss(event)));
        tellJoined(subscription, added, event == null);
        countChanged(subscription);
    }

    private void tellJoined(Subscription subscription, @Nullable PresenceMember added, boolean miss) {
        ChannelFacts facts = registry.facts();
        if (subscriptions() == 1) {
            facts.occupied(name);
        }
        if (added != null) {
            facts.memberAdded(name, added.userId());
        }
        registry.events().subscribed(subscription);
        if (miss && name.isCache()) {
            facts.cacheMiss(name);
        }
    }

    final void refuse(Subscription subscription) {
        EncodedFrame error = PusherFrames.subscriptionError(
                name.toString(), "LimitReached", "The channel has as many members as it may have", 403);
        subscription
                .subscriber()
                .connection()
                .worker()
                .execute(() -> subscription.subscriber().onJoinRefused(subscription, error));
        retireIfUnused();
    }

    /** Answers a subscriber who subscribes once more: as the first time. */
    public void repeatAnswer(Subscription subscription) {
        if (subscription.joined) {
            repeat(new LogEntry.Repeat(subscription, present()));
        } else {
            refuse(subscription);
        }
    }

    private @Nullable PresenceSnapshot present() {
        return roster == null ? null : roster.snapshot();
    }

    private @Nullable EncodedFrame keptOrMiss(@Nullable KeptEvent event) {
        if (!name.isCache()) {
            return null;
        }
        return event == null ? PusherFrames.cacheMiss(name) : event.frame();
    }

    /** A subscription ends; one that never began, or has ended, ends without effect. */
    public void leave(Subscription subscription) {
        if (subscription.joined) {
            remove(subscription);
            registry.events().unsubscribed(subscription);
            countChanged(subscription);
            PresenceMember member = subscription.member();
            if (roster != null && member != null && roster.leave(member)) {
                tell(PusherFrames.memberRemoved(name, member.userId()));
                registry.facts().memberRemoved(name, member.userId());
            }
            if (subscriptions() == 0) {
                registry.facts().vacated(name);
            }
        }
        retireIfUnused();
    }

    /** The settings are those of who comes or goes. */
    void countChanged(Subscription subscription) {
        if (subscription.subscriber().application().hasSubscriptionCountEvents()
                && roster == null
                && name.type() != ChannelType.SERVER_TO_USER) {
            registry.subscriptionCounts()
                    .changed(this, subscriptions(), registry.ticker().nanoTime());
        }
    }

    /** Tells how many subscriptions there are. */
    void tellCount() {
        if (isOccupied()) {
            tell(PusherFrames.subscriptionCount(name, count()));
        }
        registry.facts().subscriptionCount(name, count());
    }

    /** The number that is told. */
    int count() {
        return subscriptions();
    }

    // ---- events ----

    /** A published event. The slices are copied where the channel keeps it. */
    public void publish(Delivery delivery, JsonSlice event, JsonSlice data, Application application) {
        if (name.isCache() && !isReserved(event)) {
            long expiresAt =
                    registry.ticker().nanoTime() + application.cacheTtl().toNanos();
            keep(new KeptEvent(delivery.frame(), event.copy(), data.copy(), expiresAt));
        }
        deliver(delivery);
        retireIfUnused();
    }

    final void keep(KeptEvent event) {
        if (kept == null) {
            registry.keptEvents().watch(this, event.expiresAt());
        }
        kept = event;
    }

    /** Whether an event's name is one of the protocol's own, which no channel keeps. Any thread. */
    public static boolean isReserved(JsonSlice event) {
        String text = event.string();
        return text.startsWith("pusher:") || text.startsWith("pusher_internal:");
    }

    /** A client event, which is delivered where it is accepted. */
    void whisper(Whisper whisper) {
        if (registry.acceptOrRefuse(whisper)) {
            deliver(whisper);
        } else {
            whisper.reachesNobody();
        }
    }

    // ---- retirement ----

    /** Looks whether the kept event has had its time; answers when to look again, or {@link #NOTHING_KEPT}. */
    long expire() {
        KeptEvent event = kept;
        if (event != null && !event.isOver(registry.ticker().nanoTime())) {
            return event.expiresAt();
        }
        kept = null;
        retireIfUnused();
        return NOTHING_KEPT;
    }

    final void retireIfUnused() {
        if (!isUnused()) {
            return;
        }
        int segments = segmentCount();
        if (segments == 0) {
            retire();
            return;
        }
        fence = new Fence(this, segments);
        appendToAll(fence);
    }

    void fencePassed(Fence passed) {
        if (passed == fence && isUnused()) {
            retire();
        }
    }

    /** Nothing would be lost with it, and nothing of it is on its way. */
    void retire() {
        registry.remove(this);
    }

    /** Whether nothing would be lost with it. */
    boolean isUnused() {
        return subscriptions() == 0 && kept == null;
    }

    // ---- questions ----

    public boolean isOccupied() {
        return subscriptions() > 0;
    }

    /** The members; in the mailbox. */
    public List<Member> members() {
        return roster == null ? List.of() : roster.members();
    }

    /** What was asked for, as far as it applies. */
    public ChannelInfo info(Set<ChannelAttribute> wanted) {
        return new ChannelInfo(
                isOccupied(),
                roster != null && wanted.contains(ChannelAttribute.USER_COUNT)
                        ? OptionalInt.of(roster.size())
                        : OptionalInt.empty(),
                roster == null && wanted.contains(ChannelAttribute.SUBSCRIPTION_COUNT)
                        ? OptionalInt.of(subscriptions())
                        : OptionalInt.empty(),
                wanted.contains(ChannelAttribute.CACHE) ? cachedEvent() : Optional.empty());
    }

    private Optional<CachedEvent> cachedEvent() {
        KeptEvent event = kept;
        return event == null
                ? Optional.empty()
                : event.cachedEvent(registry.ticker().nanoTime());
    }

    private @Nullable KeptEvent kept() {
        KeptEvent event = kept;
        return event == null || event.isOver(registry.ticker().nanoTime()) ? null : event;
    }
}
