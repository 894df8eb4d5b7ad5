package dev.reverb.broadcasting.auth;

import java.util.concurrent.CompletionStage;

/**
 * Decides who may join the channels of a pattern without holding a thread; see {@link Channels#authorizeAsync}. Called by
 * several threads at a time, and does not block.
 */
@FunctionalInterface
public interface AsyncChannelRule {

    /**
     * Decides, now or later.
     *
     * @param user who asks
     * @param parameters what the pattern's wildcards stand for
     * @return completes with the decision, within {@link BroadcastingAuth.Builder#timeout}; where it fails, that is answered 500
     *     and the cause goes to the log
     * @throws Exception as where the stage fails
     */
    CompletionStage<Admission> join(BroadcastUser user, ChannelParameters parameters) throws Exception;
}
