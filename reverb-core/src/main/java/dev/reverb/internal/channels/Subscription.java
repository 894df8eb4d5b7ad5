package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One connection's subscription to one channel, from the moment its {@code pusher:subscribe} was found good until its
 * leave has been through. Each field belongs to one lane; see there.
 */
public final class Subscription {

    private final Subscriber subscriber;
    private final ChannelName channel;
    private final @Nullable PresenceMember member;

    /** The connection's lane: the next in {@link Subscriber}'s list. */
    @Nullable
    Subscription next;

    /** The connection's lane: what arrived for this channel while an asynchronous step of the join is under way. */
    private @Nullable ArrayDeque<Runnable> waiting;

    /** The channel's home lane: whether the join has been done and the leave has not. */
    boolean joined;

    /** The connection's lane: the place in the {@link Segment}'s array, or -1. */
    int index = -1;

    public Subscription(Subscriber subscriber, ChannelName channel, @Nullable PresenceMember member) {
        this.subscriber = subscriber;
        this.channel = channel;
        this.member = member;
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    public ChannelName channel() {
        return channel;
    }

    /** Who it is; null on all but presence channels. */
    public @Nullable PresenceMember member() {
        return member;
    }

    /** Whether it is there by a sign-in: outside {@link Subscriber}'s list, and answered by {@link Subscriber#onSignedIn}. */
    boolean isImplicit() {
        return channel.type() == ChannelType.SERVER_TO_USER;
    }

    /** Begins an asynchronous step: what arrives for the channel waits for {@link #endStep}. */
    public void beginStep() {
        waiting = new ArrayDeque<>(4);
    }

    public boolean isInStep() {
        return waiting != null;
    }

    /** Keeps what is to be done when the step has ended; answers how much waits now. Only within a step. */
    public int await(Runnable later) {
        ArrayDeque<Runnable> queue = waiting;
        if (queue == null) {
            throw new IllegalStateException("no step is under way");
        }
        queue.add(later);
        return queue.size();
    }

    /** Ends the step; answers what waited, in order. */
    public Iterable<Runnable> endStep() {
        ArrayDeque<Runnable> waited = waiting;
        waiting = null;
        return waited == null ? java.util.List.of() : waited;
    }
}
