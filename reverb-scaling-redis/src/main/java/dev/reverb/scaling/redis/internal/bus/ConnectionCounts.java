package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many connections this node has, by application: what has changed goes out once a second. Safe for any thread. */
final class ConnectionCounts {

    private final Hub hub;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    ConnectionCounts(Hub hub) {
        this.hub = hub;
    }

    synchronized void set(String appId, int connections) {
        counts.put(appId, connections);
        changed.add(appId);
    }

    /** Redis may have lost all of it. */
    synchronized void sayAgain() {
        changed.addAll(counts.keySet());
    }

    /** Sends what has changed. */
    void flush(Standing standing) {
        for (String appId : takeChanged()) {
            Bucket bucket = standing.state().connections().bucket(appId);
            standing.enter(bucket).whenComplete((ready, failure) -> {
                if (failure != null) {
                    hub.failed(standing, failure);
                } else if (ready.entry() == Entry.FENCED) {
                    hub.fenced(standing);
                } else if (ready.entry() == Entry.UNKNOWN) {
                    hub.forgotten(standing);
                } else {
                    send(standing, appId);
                }
            });
        }
    }

    private void send(Standing standing, String appId) {
        int count = of(appId);
        standing.state().connections().set(appId, standing.node(), count).whenComplete((outcome, failure) -> {
            if (failure != null) {
                hub.failed(standing, failure);
            } else if (outcome == Outcome.FENCED) {
                hub.fenced(standing);
            } else if (count == 0) {
                forget(appId);
            }
        });
    }

    private synchronized int of(String appId) {
        return counts.getOrDefault(appId, 0);
    }

    /** Redis knows that there are none; until then a zero is said again, else Redis would keep the number before for as long as the node lives. */
    private synchronized void forget(String appId) {
        if (!changed.contains(appId)) {
            counts.remove(appId, 0);
        }
    }

    private synchronized List<String> takeChanged() {
        List<String> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }
}
