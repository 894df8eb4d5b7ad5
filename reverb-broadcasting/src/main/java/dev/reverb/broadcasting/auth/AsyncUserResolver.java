package dev.reverb.broadcasting.auth;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Says who signs in without holding a thread; see {@link Channels#userAsync}. Called by several threads at a time, and does not
 * block.
 */
@FunctionalInterface
public interface AsyncUserResolver {

    /**
     * Tells of a user, now or later.
     *
     * @param user the user whom a guard has found
     * @return completes with what is told of the user, or with empty where the user may not sign in, within {@link
     *     BroadcastingAuth.Builder#timeout}; where it fails, that is answered 500 and the cause goes to the log
     * @throws Exception as where the stage fails
     */
    CompletionStage<Optional<UserProfile>> profile(BroadcastUser user) throws Exception;
}
