package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;

/** One user on a {@link Watchlist}, as that connection knows of the user. Touched on the connection's lane only. */
final class Watch {

    private final Watchlist watchlist;
    private final ChannelName user;

    /** The place in the {@link WatcherSegment}'s array, or -1. */
    int index = -1;

    /** What the mailbox has answered, brought up to date until the connection is told of all answers at once. */
    boolean online;

    Watch(Watchlist watchlist, ChannelName user) {
        this.watchlist = watchlist;
        this.user = user;
    }

    Watchlist watchlist() {
        return watchlist;
    }

    /** The channel of the user who is watched. */
    ChannelName user() {
        return user;
    }
}
