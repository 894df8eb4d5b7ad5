package dev.reverb.broadcasting.auth;

import java.util.Optional;

/**
 * Says who signs in; see {@link Channels#user}. Called by several threads at a time, never on a lane, so it may block for a
 * while.
 */
@FunctionalInterface
public interface UserResolver {

    /**
     * Tells of a user.
     *
     * @param user the user whom a guard has found
     * @return what is told of the user; empty where the user may not sign in, which is answered 403
     * @throws Exception where it cannot be told: answered 500, and the cause goes to the log
     */
    Optional<UserProfile> profile(BroadcastUser user) throws Exception;
}
