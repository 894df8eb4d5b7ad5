package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channel of one user, {@code #server-to-user-}: every connection that is signed in as the user is subscribed by that alone,
 * so that it is occupied while the user is online. Others may watch whether that is so; they are told in the order of the
 * mailbox, and keep the channel alive without occupying it.
 *
 * <pre>
 *               ┌─ {@link Segment}s: the user's own connections, and events to them
 *   the mailbox ┤
 *               └─ {@link WatcherSegment}s: who watches, by lane
 * </pre>
 */
public sealed class UserChannel extends Channel permits ClusterChannel {

    /** One for each lane that has had a watcher; linked through themselves. */
    private @Nullable WatcherSegment watcherSegments;

    private int watchers;

    UserChannel(ChannelRegistry registry, ChannelName name, LaneWorker home) {
        super(registry, name, home);
    }

    @Override
    public void join(Subscription subscription) {
        boolean first = !isOccupied();
        super.join(subscription);
        if (first) {
            tellWatchers(true);
        }
    }

    @Override
    public void leave(Subscription subscription) {
        boolean before = isOccupied();
        super.leave(subscription);
        if (before && !isOccupied()) {
            tellWatchers(false);
        }
    }

    /** Somebody begins to watch, and is answered. */
    void watch(Watch watch) {
        watchers++;
        WatcherSegment segment = segmentOf(watch);
        segment.watchers++;
        append(segment, new WatcherSegment.Entry.Begin(watch, isOnline()));
    }

    /** Somebody who watches does so no more. */
    void unwatch(Watch watch) {
        watchers--;
        WatcherSegment segment = segmentOf(watch);
        segment.watchers--;
        append(segment, new WatcherSegment.Entry.End(watch));
        retireIfUnused();
    }

    @Override
    boolean isUnused() {
        return watchers == 0 && super.isUnused();
    }

    final boolean isWatched() {
        return watchers > 0;
    }

    /** What watchers are answered. */
    boolean isOnline() {
        return isOccupied();
    }

    final void tellWatchers(boolean online) {
        if (watchers == 0) {
            return;
        }
        EncodedFrame frame =
                PusherFrames.watchlistEvent(online, List.of(name.userId().orElseThrow()));
        WatcherSegment.Entry change = new WatcherSegment.Entry.Change(online, frame);
        for (WatcherSegment segment = watcherSegments; segment != null; segment = segment.next) {
            if (segment.watchers > 0) {
                append(segment, change);
            }
        }
    }

    private WatcherSegment segmentOf(Watch watch) {
        LaneWorker worker = watch.watchlist().connection().worker();
        for (WatcherSegment segment = watcherSegments; segment != null; segment = segment.next) {
            if (segment.worker() == worker) {
                return segment;
            }
        }
        WatcherSegment added = new WatcherSegment(worker, watcherSegments);
        watcherSegments = added;
        return added;
    }

    private void append(WatcherSegment segment, WatcherSegment.Entry entry) {
        if (segment.worker() == home()) {
            segment.append(entry);
        } else {
            segment.worker().execute(() -> segment.append(entry));
        }
    }
}
