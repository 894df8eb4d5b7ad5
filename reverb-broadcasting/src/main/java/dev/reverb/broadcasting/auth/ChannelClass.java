package dev.reverb.broadcasting.auth;

/**
 * A rule for the channels of a pattern in a class of its own, for rules that need services, are long, or have a test; see
 * {@link Channels#authorize(String, ChannelClass)}.
 *
 * <pre>{@code
 * final class OrderChannel extends ChannelClass {
 *     @Override
 *     public Admission join(BroadcastUser user, ChannelParameters parameters) {
 *         return Admission.grantedIf(orders.isOwner(user.id(), parameters.getLong("orderId")));
 *     }
 * }
 * }</pre>
 *
 * <p>One object serves all requests, by several threads at a time.
 */
public abstract class ChannelClass {

    /** Called by subclasses. */
    protected ChannelClass() {}

    /**
     * Decides who may join. Never called on a lane, so it may block for a while.
     *
     * @param user who asks
     * @param parameters what the pattern's wildcards stand for
     * @return whether the user may join, and what a presence channel's members are told of the user
     * @throws Exception where it cannot be decided: answered 500, and the cause goes to the log
     */
    public abstract Admission join(BroadcastUser user, ChannelParameters parameters) throws Exception;
}
