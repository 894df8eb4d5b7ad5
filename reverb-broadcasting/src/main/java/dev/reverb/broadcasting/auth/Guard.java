package dev.reverb.broadcasting.auth;

import java.util.Optional;

/**
 * Finds the user of a request, by a session, a token, or what the host has authenticated; see {@link Channels#guard}. Called
 * by several threads at a time, never on a lane, so it may block for a while.
 */
@FunctionalInterface
public interface Guard {

    /**
     * Finds the user.
     *
     * @param request the request that asks for a channel or a sign-in
     * @return the user; empty where nobody is signed in by the way that this guard knows
     * @throws Exception where it cannot be told: answered 500, and the cause goes to the log
     */
    Optional<? extends BroadcastUser> user(AuthRequest request) throws Exception;
}
