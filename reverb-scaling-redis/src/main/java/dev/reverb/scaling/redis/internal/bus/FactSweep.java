package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks into the buckets in turn for facts that nobody has been told are there, such as those of a node that left: some
 * {@value #BUCKETS_AT_A_TIME} a second, so each bucket of one application every ten seconds, and of many less often.
 *
 * <p>An application that this node does not use any more is looked into until each of its buckets was found empty once: what comes into them
 * afterwards is another node's, which passes it on, or says that it leaves it, or is cleared up after. What is said while Redis is away is
 * not heard, though, and what is given back lies there again: then they are looked into anew.
 *
 * <p>Safe for any thread.
 */
final class FactSweep implements FactPump.Watcher {

    /** How many buckets are looked into at a time. */
    static final int BUCKETS_AT_A_TIME = 26;

    private static final class Swept {
        boolean isUsed = true;

        /** Those that have to be found empty, where it is not used. */
        final Set<Bucket> left = new HashSet<>();

        boolean isDone() {
            return !isUsed && left.isEmpty();
        }
    }

    private final KeySpace keys;
    private final FactPump pump;
    private final Map<String, Swept> applications = new HashMap<>();
    private Iterator<String> nextApplication = List.<String>of().iterator();
    private Iterator<Bucket> nextBucket = List.<Bucket>of().iterator();

    FactSweep(KeySpace keys, FactPump pump) {
        this.keys = keys;
        this.pump = pump;
    }

    /** Whether an application's facts are wanted, which is used from here on. */
    synchronized void use(String appId, boolean isWanted) {
        if (isWanted) {
            applications.put(appId, new Swept());
        } else {
            applications.remove(appId);
        }
    }

    /** An application is not used from here on. */
    synchronized void release(String appId) {
        Swept swept = applications.get(appId);
        if (swept != null) {
            swept.isUsed = false;
            swept.left.addAll(keys.buckets(appId));
        }
    }

    /** Redis is there, perhaps again: what was said meanwhile was not heard. */
    synchronized void online() {
        applications.forEach((appId, swept) -> {
            if (!swept.isUsed) {
                swept.left.addAll(keys.buckets(appId));
            }
        });
    }

    @Override
    public synchronized void empty(Bucket bucket) {
        Swept swept = applications.get(bucket.appId());
        if (swept != null) {
            swept.left.remove(bucket);
        }
    }

    @Override
    public synchronized void givenBack(Bucket bucket) {
        Swept swept = applications.get(bucket.appId());
        if (swept != null && !swept.isUsed) {
            swept.left.add(bucket);
        }
    }

    /** Looks into the next buckets; into each once at most, and so into fewer at the end of a round. */
    synchronized void next() {
        if (!hasNext()) {
            nextApplication = applicationsToDo().iterator();
        }
        for (int i = 0; i < BUCKETS_AT_A_TIME && hasNext(); i++) {
            pump.due(nextBucket.next(), 0);
        }
    }

    private boolean hasNext() {
        while (!nextBucket.hasNext() && nextApplication.hasNext()) {
            nextBucket = bucketsToDo(nextApplication.next()).iterator();
        }
        return nextBucket.hasNext();
    }

    private List<String> applicationsToDo() {
        return applications.entrySet().stream()
                .filter(entry -> !entry.getValue().isDone())
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Bucket> bucketsToDo(String appId) {
        Swept swept = applications.get(appId);
        return swept == null ? List.of() : swept.isUsed ? keys.buckets(appId) : List.copyOf(swept.left);
    }
}
