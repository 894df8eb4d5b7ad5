package dev.reverb.broadcasting.auth;

/**
 * Decides who may join the channels of a pattern; see {@link Channels#authorize(String, ChannelRule)}. Called by several
 * threads at a time, never on a lane, so it may block for a while.
 */
@FunctionalInterface
public interface ChannelRule {

    /**
     * Decides.
     *
     * @param user who asks
     * @param parameters what the pattern's wildcards stand for
     * @return whether the user may join; false is answered 403
     * @throws Exception where it cannot be decided: answered 500, and the cause goes to the log
     */
    boolean allows(BroadcastUser user, ChannelParameters parameters) throws Exception;
}
