package dev.reverb.internal.channels;

import dev.reverb.internal.connection.LaneWorker;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When it is told how many subscriptions a channel has ({@code pusher_internal:subscription_count}):
 *
 * <ol>
 *   <li>At most {@value #LARGE}: after every change.
 *   <li>More: after a change, unless it was told less than a second ago with more than {@value #LARGE}; then the count is due.
 *   <li>What is due is told by the first sweep after that second, as it is by then. So the last count is always told, less than
 *       two seconds after the change, and the counts of a large channel are at least one second apart.
 * </ol>
 *
 * Only large channels whose count was told a moment ago stand here; the others cost nothing. Touched on a channel's home lane.
 */
final class SubscriptionCounts {

    /** How many subscriptions a channel has at most for every change of them to be told. */
    static final int LARGE = 100;

    /** How far the counts of a larger channel are apart at least, in nanoseconds. */
    static final long INTERVAL = 1_000_000_000L;

    /** The time in which the count of one channel is not told again. */
    private static final class Pause {
        long end;
        boolean due;

        Pause(long end) {
            this.end = end;
        }
    }

    private final Map<LaneWorker, Map<Channel, Pause>> pauses = new ConcurrentHashMap<>();

    /** A channel has one subscription more or less: tells it, or keeps that in mind. In its mailbox. */
    void changed(Channel channel, int count, long nanoTime) {
        Map<Channel, Pause> onLane = pauses.get(channel.home());
        Pause pause = onLane == null ? null : onLane.get(channel);
        boolean paused = pause != null && pause.end - nanoTime > 0;
        if (pause != null) {
            pause.due = paused && count > LARGE;
        }
        if (count <= LARGE) {
            channel.tellCount();
        } else if (!paused) {
            pauses.computeIfAbsent(channel.home(), home -> new HashMap<>())
                    .put(channel, new Pause(nanoTime + INTERVAL));
            channel.tellCount();
        }
    }

    /** Tells what is due on one lane. On that lane. */
    void sweep(LaneWorker worker, long nanoTime) {
        Map<Channel, Pause> onLane = pauses.get(worker);
        if (onLane == null || onLane.isEmpty()) {
            return;
        }
        for (Iterator<Map.Entry<Channel, Pause>> entries = onLane.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<Channel, Pause> entry = entries.next();
            Pause pause = entry.getValue();
            if (pause.end - nanoTime > 0) {
                continue;
            }
            // Emptied meanwhile by those whose settings want no counts, it may have a successor of its name.
            if (pause.due && entry.getKey().isOccupied()) {
                pause.due = false;
                pause.end = nanoTime + INTERVAL;
                entry.getKey().tellCount();
            } else {
                entries.remove();
            }
        }
    }
}
