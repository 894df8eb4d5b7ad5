package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** The lanes of one transport: one for each I/O thread of the workers that bring it requests. Any thread. */
final class XnioLanes {

    private final Map<XnioIoThread, XnioLane> lanes = new ConcurrentHashMap<>();
    private volatile @Nullable XnioWorker added;

    /** Makes lanes of all threads of a worker, unless it has them. */
    void add(XnioWorker worker) {
        if (added != worker) {
            for (int i = 0; i < worker.getIoThreadCount(); i++) {
                of(worker.getIoThread(i));
            }
            added = worker;
        }
    }

    /** The lane of a thread. */
    XnioLane of(XnioIoThread thread) {
        XnioLane lane = lanes.get(thread);
        return lane == null ? lanes.computeIfAbsent(thread, XnioLane::new) : lane;
    }

    /** All that there are, in the order of their threads. */
    List<Lane> all() {
        List<XnioLane> all = new ArrayList<>(lanes.values());
        all.sort((a, b) -> Integer.compare(a.thread().getNumber(), b.thread().getNumber()));
        return List.copyOf(all);
    }

    /**
     * Ends all connections, waits until each was told, and ends the lanes but not their threads. They stay here: a host's
     * upgrade that is done only now finds one that has ended.
     */
    void end() {
        ConnectionLane.endAll(lanes.values());
        lanes.values().forEach(XnioLane::end);
    }
}
