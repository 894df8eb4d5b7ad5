package dev.reverb.broadcasting.auth;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Finds the user of a request without holding a thread; see {@link Channels#guardAsync}. Called by several threads at a time,
 * and does not block.
 */
@FunctionalInterface
public interface AsyncGuard {

    /**
     * Finds the user, now or later.
     *
     * @param request the request that asks for a channel or a sign-in
     * @return completes with the user, or with empty where nobody is signed in by the way that this guard knows, within {@link
     *     BroadcastingAuth.Builder#timeout}; where it fails, that is answered 500 and the cause goes to the log
     * @throws Exception as where the stage fails
     */
    CompletionStage<? extends Optional<? extends BroadcastUser>> user(AuthRequest request) throws Exception;
}
