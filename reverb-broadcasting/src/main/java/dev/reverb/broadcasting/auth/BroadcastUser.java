package dev.reverb.broadcasting.auth;

import java.security.Principal;

/**
 * A user of the application, as channel rules and the members of a presence channel know them. The application's own type
 * of user implements it, or is adapted by {@link #of(String, Object)}.
 */
public interface BroadcastUser {

    /**
     * Who it is: the {@code user_id} of a presence channel's member and the {@code id} of a signed-in user.
     *
     * @return 1 to {@value dev.reverb.ClientAuthorizer#MAX_USER_ID_LENGTH} characters, always the same for the same user
     */
    String id();

    /**
     * The application's own object for this user.
     *
     * @param <T> its type
     * @param type its type
     * @return the object that was adapted, or this one
     * @throws ClassCastException where it is of another type
     */
    default <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    /**
     * A user of whom only the id is known.
     *
     * @param id the user's id
     * @return the user
     */
    static BroadcastUser of(String id) {
        return new AdaptedUser(id, id);
    }

    /**
     * A user that is an object of the application's, which rules get at by {@link #unwrap}.
     *
     * @param id the user's id
     * @param account the object
     * @return the user
     */
    static BroadcastUser of(String id, Object account) {
        return new AdaptedUser(id, account);
    }

    /**
     * The user that a host has authenticated: the principal itself where it is a {@code BroadcastUser}, else one with its name
     * as id, which {@linkplain #unwrap unwraps} to the principal.
     *
     * @param principal what the host knows of the request's user
     * @return the user
     */
    static BroadcastUser of(Principal principal) {
        return principal instanceof BroadcastUser user ? user : new AdaptedUser(principal.getName(), principal);
    }
}
