package dev.reverb.internal.channels;

import dev.reverb.internal.connection.LaneWorker;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which channels keep an event, so that the sweep finds those whose time is over. A channel stands in its home
 * lane's queue once, at the time that was right when it was entered; a later publish moves it when that time comes.
 */
final class KeptEventExpiry {

    private record Due(Channel channel, long at) {}

    private final Map<LaneWorker, PriorityQueue<Due>> queues = new ConcurrentHashMap<>();

    /** Enters a channel. In its mailbox. */
    void watch(Channel channel, long at) {
        queues.computeIfAbsent(channel.home(), home -> new PriorityQueue<>(Comparator.comparingLong(Due::at)))
                .add(new Due(channel, at));
    }

    /** Lets go of what is over on one lane. On that lane. */
    void sweep(LaneWorker worker, long nanoTime) {
        PriorityQueue<Due> queue = queues.get(worker);
        if (queue == null) {
            return;
        }
        for (Due due = queue.peek(); due != null && due.at() - nanoTime <= 0; due = queue.peek()) {
            queue.remove();
            long again = due.channel().expire();
            if (again != Channel.NOTHING_KEPT) {
                queue.add(new Due(due.channel(), again));
            }
        }
    }
}
