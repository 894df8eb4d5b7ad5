package dev.reverb.broadcasting.auth;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the application tells of a user who signs in: see {@link Channels#user}. Who the user is, is not part of it. Immutable.
 *
 * @param info a record, bean, map or anything else that Jackson makes JSON of; it becomes {@code user_info} and has at most
 *     {@link BroadcastingAuth.Builder#maxUserInfoSize} bytes
 * @param watchlist the ids of the users whose comings and goings this one is told, at most {@value
 *     dev.reverb.User#MAX_WATCHLIST}
 */
public record UserProfile(Optional<Object> info, List<String> watchlist) {

    /** Copies the watchlist. */
    public UserProfile {
        watchlist = List.copyOf(watchlist);
    }

    /**
     * Nothing but the id is told, and nobody is watched.
     *
     * @return the profile
     */
    public static UserProfile empty() {
        return new UserProfile(Optional.empty(), List.of());
    }

    /**
     * Tells something of the user, who watches nobody.
     *
     * @param info what is told
     * @return the profile
     */
    public static UserProfile of(Object info) {
        return new UserProfile(Optional.of(info), List.of());
    }

    /**
     * The same, watching others.
     *
     * @param userIds the watched users' ids; they take the place of former ones
     * @return another profile
     */
    public UserProfile watching(Collection<String> userIds) {
        return new UserProfile(info, List.copyOf(userIds));
    }

    /**
     * The same, watching others.
     *
     * @param userIds the watched users' ids; they take the place of former ones
     * @return another profile
     */
    public UserProfile watching(String... userIds) {
        return watching(List.of(userIds));
    }

    /** Says nothing of the user. */
    @Override
    public String toString() {
        return "UserProfile[" + watchlist.size() + " watched]";
    }
}
