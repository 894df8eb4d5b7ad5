package dev.reverb.internal.protocol;

import dev.reverb.internal.channels.ChannelRegistry;
import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.channels.Subscription;
import dev.reverb.internal.channels.Watchlist;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.wire.PusherFrames;
import org.jspecify.annotations.Nullable;

/**
 * The user as whom a connection is signed in, and all that a session has on account of that; from the moment that the signature was
 * found good. Touched on the connection's lane only.
 */
final class SignedInUser implements SessionUser {

    private final Subscription subscription;
    private PresenceMember member;

    /** What the client is yet to be told of. */
    private @Nullable UserData untold;

    private @Nullable Watchlist watchlist;

    /**
     * @param subscription the implicit one, in the user's channel
     */
    SignedInUser(Subscription subscription, UserData data) {
        this.subscription = subscription;
        this.member = data.member();
        this.untold = data;
    }

    Subscription subscription() {
        return subscription;
    }

    String id() {
        return member.userId();
    }

    /** Who the user is on presence channels. */
    PresenceMember member() {
        return member;
    }

    /** The same user signs in once more, perhaps as something else and with others to watch. */
    void renew(UserData data) {
        member = data.member();
        untold = data;
    }

    /** Answers the sign-in. */
    void tellSuccess(Connection connection) {
        if (untold != null) {
            connection.send(PusherFrames.signInSuccess(untold.text()));
        }
    }

    /** Watches whom the answered sign-in says, and nobody else any more. */
    void watch(Connection connection, ChannelRegistry channels) {
        UserData data = untold;
        if (data == null) {
            return;
        }
        untold = null;
        end();
        if (data.isWatchlistTooLong()) {
            connection.send(PusherError.WATCHLIST_TOO_LONG.frame());
        } else if (!data.watchlist().isEmpty() && connection.isOpen()) {
            watchlist = Watchlist.begin(connection, channels, data.watchlist());
        }
    }

    /** Watches nobody any more. */
    void end() {
        if (watchlist != null) {
            watchlist.end();
            watchlist = null;
        }
    }
}
