package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The users whom one connection watches (Pusher Channels, "Watchlist events").
 *
 * <p>Each user's mailbox answers once, at one place in its order, whether the user is online, and from there on tells every
 * change. The answers are collected, and what changes meanwhile is written into them; when the last has come, one frame names
 * those who are online. From then on each change is a frame. Where none is online there is no first frame.
 *
 * <p>Touched on the connection's lane only.
 */
public final class Watchlist {

    private final Connection connection;
    private final ChannelRegistry channels;
    private final List<Watch> watches;
    private int awaited;
    private boolean ended;

    private Watchlist(Connection connection, ChannelRegistry channels, Collection<ChannelName> users) {
        this.connection = connection;
        this.channels = channels;
        this.watches = new ArrayList<>(users.size());
        for (ChannelName user : users) {
            watches.add(new Watch(this, channels.shared(user)));
        }
        this.awaited = watches.size();
    }

    /**
     * Begins to watch.
     *
     * @param users the users' channels, each once
     */
    public static Watchlist begin(Connection connection, ChannelRegistry channels, Collection<ChannelName> users) {
        Watchlist watchlist = new Watchlist(connection, channels, users);
        for (Watch watch : watchlist.watches) {
            channels.executeForUser(watch.user(), user -> user.watch(watch));
        }
        return watchlist;
    }

    /** Ends it; nothing of it is told any more. */
    public void end() {
        ended = true;
        for (Watch watch : watches) {
            channels.executeForUser(watch.user(), user -> user.unwatch(watch));
        }
    }

    Connection connection() {
        return connection;
    }

    /** A mailbox has answered. */
    void answered(Watch watch, boolean online) {
        watch.online = online;
        if (--awaited == 0 && !ended) {
            tellWhoIsOnline();
        }
    }

    private void tellWhoIsOnline() {
        List<String> online = new ArrayList<>();
        for (Watch watch : watches) {
            if (watch.online) {
                online.add(watch.user().userId().orElseThrow());
            }
        }
        if (!online.isEmpty()) {
            connection.send(PusherFrames.watchlistEvent(true, online));
        }
    }

    /**
     * A user has come online or gone offline.
     *
     * @param frame what tells so
     */
    void changed(Watch watch, boolean online, EncodedFrame frame) {
        if (ended) {
            return;
        }
        if (awaited > 0) {
            watch.online = online;
        } else {
            connection.send(frame);
        }
    }
}
