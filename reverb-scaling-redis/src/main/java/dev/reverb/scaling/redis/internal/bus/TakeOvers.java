package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.Leases.Claim;
import dev.reverb.scaling.redis.internal.state.Leases.Seizure;
import dev.reverb.scaling.redis.internal.state.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears up after nodes that have died, and after this one when it leaves: bucket by bucket, a few at a time, each until nothing of the
 * node is left. One that fails midway is begun again: by the same node when it looks around again, by another when that is dead or the hold
 * is over; each step may be repeated.
 */
final class TakeOvers {

    /** For how long no other node clears up after the same one. */
    static final Duration HOLD = Duration.ofSeconds(30);

    /** How many buckets are cleared up at the same time, so that Redis serves others in between. */
    static final int CONCURRENCY = 8;

    /** Of facts that there are none of. */
    private static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOGGER = LoggerFactory.getLogger(TakeOvers.class);

    private final Hub hub;

    /** For how long this node itself may take when it leaves: it gives up then. */
    private final Duration leaveHold;

    /** After whom this node clears up just now. That may take longer than it is until it looks around again. */
    private final Set<NodeId> underWay = ConcurrentHashMap.newKeySet();

    TakeOvers(Hub hub, Duration leaveHold) {
        this.hub = hub;
        this.leaveHold = leaveHold;
    }

    /** Looks for nodes whose lease is over. */
    CompletionStage<Void> lookAround(Standing standing) {
        return standing.state()
                .leases()
                .expired()
                .thenCompose(nodes -> all(nodes.stream()
                        .filter(node -> !node.equals(standing.node()))
                        .map(node -> clear(standing, node))
                        .toList()));
    }

    private CompletionStage<Void> clear(Standing standing, NodeId dead) {
        return underWay.add(dead)
                ? seize(standing, dead).whenComplete((done, failure) -> underWay.remove(dead))
                : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> seize(Standing standing, NodeId dead) {
        return standing.state().leases().seize(dead, standing.node(), HOLD).thenCompose(seizure -> {
            if (seizure.claim() != Claim.SEIZED) {
                return CompletableFuture.completedFuture(null);
            }
            LOGGER.warn("Server {} is dead; clearing up after it", dead);
            return clear(standing, dead, seizure, (bucket, millis) -> {
                hub.factsDue(bucket, millis);
                return done();
            });
        });
    }

    /** Leaves: nothing of this node is left when the stage completes, and the others know which facts are theirs to pass on. */
    CompletionStage<Void> leave(Standing standing) {
        return standing.state()
                .leases()
                .leave(standing.node(), leaveHold)
                .thenCompose(seizure -> clear(
                        standing,
                        standing.node(),
                        seizure,
                        (bucket, millis) -> standing.state().topics().factsDue(bucket, standing.node(), millis)));
    }

    /** Told once for each bucket in which there are facts. */
    @FunctionalInterface
    private interface FactsDue {
        CompletionStage<Void> in(Bucket bucket, long millis);
    }

    private CompletionStage<Void> clear(Standing standing, NodeId node, Seizure seizure, FactsDue due) {
        Deque<Bucket> waiting = new ArrayDeque<>(seizure.buckets());
        List<CompletionStage<Void>> workers = new ArrayList<>();
        for (int i = 0; i < CONCURRENCY && i < seizure.buckets().size(); i++) {
            workers.add(next(standing, node, waiting, due));
        }
        return all(workers).thenCompose(done -> standing.state().leases().forget(node));
    }

    private CompletionStage<Void> next(Standing standing, NodeId node, Deque<Bucket> waiting, FactsDue due) {
        Bucket bucket;
        synchronized (waiting) {
            bucket = waiting.poll();
        }
        return bucket == null
                ? CompletableFuture.completedFuture(null)
                : hub.known(bucket.appId())
                        .thenCompose(known -> step(standing, node, bucket, NEVER))
                        .thenCompose(millis -> millis == NEVER ? done() : due.in(bucket, millis))
                        .thenCompose(told -> next(standing, node, waiting, due));
    }

    /** Takes step after step; gives when facts are due. */
    private CompletionStage<Long> step(Standing standing, NodeId node, Bucket bucket, long dueBefore) {
        return standing.state()
                .takeOver()
                .step(bucket, node, hub.rules(bucket.appId()), hub.countEvents(bucket.appId()))
                .thenCompose(step -> {
                    long due = step.factsDueIn() < 0 ? dueBefore : Math.min(dueBefore, step.factsDueIn());
                    return step.more() ? step(standing, node, bucket, due) : CompletableFuture.completedFuture(due);
                });
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }
}
