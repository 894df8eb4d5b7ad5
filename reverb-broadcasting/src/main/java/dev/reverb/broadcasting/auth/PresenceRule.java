package dev.reverb.broadcasting.auth;

import java.util.Optional;

/**
 * Decides who may join the presence channels of a pattern, and what their members are told of the user; see {@link
 * Channels#presence}. Called by several threads at a time, never on a lane, so it may block for a while.
 */
@FunctionalInterface
public interface PresenceRule {

    /**
     * Decides.
     *
     * @param user who asks
     * @param parameters what the pattern's wildcards stand for
     * @return what is told of the user, as in {@link Admission#member}; empty where the user may not join, which is answered
     *     403
     * @throws Exception where it cannot be decided: answered 500, and the cause goes to the log
     */
    Optional<?> member(BroadcastUser user, ChannelParameters parameters) throws Exception;
}
