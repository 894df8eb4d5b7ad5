package dev.reverb;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who a connection signs in as, by {@link ClientAuthorizer#authenticateUser} (Pusher Channels, "Authenticating users").
 * Immutable and safe for any thread.
 *
 * <pre>{@code
 * User.of("7").withInfo("{\"name\":\"Ada\"}").watching("8", "9")
 * }</pre>
 *
 * <p>The client sends all of it in one message, so together with its signature it must fit into the server's {@code
 * max_message_size}.
 *
 * @param id the user's id, 1 to {@value ClientAuthorizer#MAX_USER_ID_LENGTH} characters
 * @param info what the application tells of the user, as JSON text of any one value
 * @param watchlist the ids of the users whose comings and goings this one is told, at most {@value #MAX_WATCHLIST}; each
 *     once
 */
public record User(String id, Optional<String> info, List<String> watchlist) {

    /** How many users one user may watch (Pusher Channels, "Watchlist events"). */
    public static final int MAX_WATCHLIST = 100;

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException where an id is empty or too long, the info is not JSON, or the watchlist is too long
     */
    public User {
        checkId(id);
        info.ifPresent(UserInfo::checked);
        watchlist = List.copyOf(new LinkedHashSet<>(watchlist));
        if (watchlist.size() > MAX_WATCHLIST) {
            throw new IllegalArgumentException(
                    "A watchlist names at most " + MAX_WATCHLIST + " users, not " + watchlist.size());
        }
        watchlist.forEach(User::checkId);
    }

    static void checkId(String id) {
        if (id.isEmpty() || id.length() > ClientAuthorizer.MAX_USER_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "A user id has 1 to " + ClientAuthorizer.MAX_USER_ID_LENGTH + " characters, not " + id.length());
        }
    }

    /**
     * A user of whom nothing else is told, and who watches nobody.
     *
     * @param id the user's id
     * @return the user
     * @throws IllegalArgumentException where it is empty or too long
     */
    public static User of(String id) {
        return new User(id, Optional.empty(), List.of());
    }

    /**
     * The same user, with what the application tells of them.
     *
     * @param json the JSON text of any one value
     * @return another user
     * @throws IllegalArgumentException where it is not JSON
     */
    public User withInfo(String json) {
        return new User(id, Optional.of(json), watchlist);
    }

    /**
     * The same user, watching others: their connections are told when one of these comes online or goes offline.
     *
     * @param userIds the watched users' ids, at most {@value #MAX_WATCHLIST}; they take the place of former ones
     * @return another user
     * @throws IllegalArgumentException where there are too many, or one is no user id
     */
    public User watching(Collection<String> userIds) {
        return new User(id, info, List.copyOf(userIds));
    }

    /**
     * The same user, watching others; see {@link #watching(Collection)}.
     *
     * @param userIds the watched users' ids
     * @return another user
     * @throws IllegalArgumentException where there are too many, or one is no user id
     */
    public User watching(String... userIds) {
        return watching(List.of(userIds));
    }
}
