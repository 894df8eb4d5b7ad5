package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks into the buckets in turn for facts that nobody has been told are there, such as those of a node that left: some
 * {@value #BUCKETS_AT_A_TIME} a second, so each bucket of one application every ten seconds, and of many less often.
 */
final class FactSweep {

    /** How many buckets are looked into at a time. */
    static final int BUCKETS_AT_A_TIME = 26;

    private final KeySpace keys;
    private final FactPump pump;
    private final Set<String> applications = ConcurrentHashMap.newKeySet();
    private Iterator<String> nextApplication = List.<String>of().iterator();
    private Iterator<Bucket> nextBucket = List.<Bucket>of().iterator();

    FactSweep(KeySpace keys, FactPump pump) {
        this.keys = keys;
        this.pump = pump;
    }

    /** Whether an application's facts are wanted. For any thread. */
    void use(String appId, boolean isWanted) {
        if (isWanted) {
            applications.add(appId);
        } else {
            applications.remove(appId);
        }
    }

    /** Looks into the next buckets. */
    synchronized void next() {
        for (int i = 0; i < BUCKETS_AT_A_TIME && advance(); i++) {
            pump.due(nextBucket.next(), 0);
        }
    }

    private boolean advance() {
        if (!nextBucket.hasNext()) {
            if (!nextApplication.hasNext()) {
                nextApplication = List.copyOf(applications).iterator();
            }
            if (nextApplication.hasNext()) {
                nextBucket = keys.buckets(nextApplication.next()).iterator();
            }
        }
        return nextBucket.hasNext();
    }
}
