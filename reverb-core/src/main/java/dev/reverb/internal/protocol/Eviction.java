package dev.reverb.internal.protocol;

import dev.reverb.internal.connection.Drain;
import dev.reverb.internal.connection.LaneWorker;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/**
 * Closes the connections of applications that are not served any more: there may be very many, so they take turns with the
 * fan-outs of others. On its lane.
 */
final class Eviction implements Drain {

    /** The error and the Close frame. */
    private static final int WRITES = 2;

    private final ArrayDeque<ClientSession> left = new ArrayDeque<>();

    private Eviction() {}

    static void begin(LaneWorker worker, Predicate<ClientSession> whose) {
        Eviction eviction = new Eviction();
        worker.connections().forEach(connection -> {
            if (connection.isOpen() && connection.listener() instanceof ClientSession session && whose.test(session)) {
                eviction.left.add(session);
            }
        });
        if (eviction.hasMore()) {
            worker.ready(eviction);
        }
    }

    @Override
    public int drain(int budget) {
        int made = 0;
        for (ClientSession session = left.poll(); session != null; session = left.poll()) {
            session.terminate(PusherError.APPLICATION_DISABLED);
            made += WRITES;
            if (made >= budget) {
                break;
            }
        }
        return made;
    }

    @Override
    public boolean hasMore() {
        return !left.isEmpty();
    }
}
