package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
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

    /** The connection's lane: the asynchronous step that is under way, for whose end what arrives for this channel waits. */
    private @Nullable Step step;

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
    public Step beginStep() {
        Step begun = new Step();
        step = begun;
        return begun;
    }

    public boolean isInStep() {
        return step != null;
    }

    /** The step that is under way; null where none is. */
    public @Nullable Step step() {
        return step;
    }

    /** Ends the step and answers it; null where none is under way. */
    public @Nullable Step endStep() {
        Step ended = step;
        step = null;
        return ended;
    }
}
