package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.FactBatch;
import dev.reverb.scaling.redis.internal.state.FactClaim;
import dev.reverb.scaling.redis.internal.state.Outcome;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Scheduler.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes facts from Redis and hands them to the listener, one bucket at a time in order: claims when a change of this node has made
 * some, when their grace time is over, when those before are passed on, and now and then, in case another node has left some.
 *
 * <p>Runs in a queue of its own; {@link #due}, {@link #online} and {@link #offline} are for any thread.
 */
final class FactPump {

    private static final Logger LOGGER = LoggerFactory.getLogger(FactPump.class);

    private static final class State {
        private final Set<Long> holding = new HashSet<>();
        private boolean claiming;
        private boolean again;
        private long timerDue;
        private @Nullable Cancellable timer;
    }

    /** Is told what becomes of buckets, in the pump's queue. */
    interface Watcher {

        /** Nothing is in a bucket, or another node's alone. */
        void empty(Bucket bucket);

        /** Facts lie in a bucket that nobody will look for who is not told to. */
        void givenBack(Bucket bucket);
    }

    private final Hub hub;
    private final Scheduler scheduler;
    private final SerialQueue queue = new SerialQueue();
    private final Map<Bucket, State> buckets = new HashMap<>();
    private final List<FactBatch> unfinished = new ArrayList<>();
    private @Nullable Standing standing;
    private volatile @Nullable Watcher watcher;

    FactPump(Hub hub, Scheduler scheduler) {
        this.hub = hub;
        this.scheduler = scheduler;
    }

    /** To be called once, before the first claim. */
    void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    void online(Standing now) {
        queue.execute(() -> {
            standing = now;
            List<FactBatch> passedMeanwhile = List.copyOf(unfinished);
            unfinished.clear();
            passedMeanwhile.forEach(batch -> finish(now, batch));
        });
    }

    void offline() {
        queue.execute(() -> {
            standing = null;
            buckets.values().forEach(FactPump::cancel);
            buckets.values().removeIf(state -> state.holding.isEmpty());
            buckets.values().forEach(state -> state.claiming = false);
        });
    }

    /** A bucket has facts, or will have. */
    void due(Bucket bucket, long millis) {
        queue.execute(() -> {
            State state = buckets.computeIfAbsent(bucket, ignored -> new State());
            if (millis <= 0) {
                claim(bucket, state);
            } else {
                claimLater(bucket, state, millis);
            }
        });
    }

    private void claimLater(Bucket bucket, State state, long millis) {
        long due = hub.ticker().nanoTime() + Duration.ofMillis(millis).toNanos();
        if (state.timer != null && state.timerDue - due <= 0) {
            return;
        }
        cancel(state);
        state.timerDue = due;
        state.timer = scheduler.schedule(() -> queue.execute(() -> timeIsUp(bucket, state)), Duration.ofMillis(millis));
    }

    private void timeIsUp(Bucket bucket, State state) {
        state.timer = null;
        claim(bucket, state);
    }

    private void claim(Bucket bucket, State state) {
        Standing now = standing;
        if (now == null) {
            return;
        }
        if (state.claiming) {
            state.again = true;
            return;
        }
        state.claiming = true;
        state.again = false;
        now.state()
                .facts()
                .claim(bucket, now.node(), Set.copyOf(state.holding))
                .whenComplete((claim, failure) -> queue.execute(() -> claimed(now, bucket, state, claim, failure)));
    }

    private void claimed(
            Standing from, Bucket bucket, State state, @Nullable FactClaim claim, @Nullable Throwable failure) {
        if (standing != from) {
            return;
        }
        state.claiming = false;
        if (claim == null) {
            hub.failed(from, failure == null ? new IllegalStateException("no answer") : failure);
            return;
        }
        if (claim.outcome() == Outcome.FENCED) {
            hub.fenced(from);
            return;
        }
        if (claim.lost() > 0) {
            LOGGER.warn("{} facts for webhooks and listeners were dropped, since too many were waiting", claim.lost());
            hub.listener().onFactsLost(bucket.appId(), claim.lost());
        }
        if (!claim.batches().isEmpty()) {
            enter(from, bucket);
        }
        claim.batches().forEach(batch -> pass(bucket, state, batch));
        next(bucket, state, claim);
    }

    /** Another node may have left the facts where this one has nothing else: whoever clears up after this one has to find them. */
    private void enter(Standing now, Bucket bucket) {
        now.enter(bucket).whenComplete((ready, failure) -> {
            if (failure != null) {
                hub.failed(now, failure);
            }
        });
    }

    private void next(Bucket bucket, State state, FactClaim claim) {
        if (state.again || claim.dueIn() == 0 && state.holding.isEmpty()) {
            claim(bucket, state);
        } else if (claim.dueIn() > 0) {
            claimLater(bucket, state, claim.dueIn());
        } else {
            tidy(bucket, state);
        }
    }

    private void pass(Bucket bucket, State state, FactBatch batch) {
        if (state.holding.add(batch.sequence())) {
            hub.listener()
                    .onFacts(bucket.appId(), batch.id(), batch.facts())
                    .whenComplete((done, failure) -> queue.execute(() -> passed(bucket, state, batch, failure)));
        }
    }

    private void passed(Bucket bucket, State state, FactBatch batch, @Nullable Throwable failure) {
        state.holding.remove(batch.sequence());
        Standing now = standing;
        if (now == null) {
            if (failure == null) {
                unfinished.add(batch);
            }
        } else if (failure == null) {
            finish(now, batch);
        } else {
            LOGGER.warn("Facts {} were not passed on: {}", batch.id(), failure.toString());
            now.state().facts().giveBack(bucket, now.node());
            tell(Watcher::givenBack, bucket);
        }
    }

    private void finish(Standing now, FactBatch batch) {
        now.state()
                .facts()
                .finish(batch)
                .whenComplete((done, failure) -> queue.execute(() -> {
                    if (failure == null) {
                        due(batch.bucket(), 0);
                    } else {
                        unfinished.add(batch);
                        hub.failed(now, failure);
                    }
                }));
    }

    private void tidy(Bucket bucket, State state) {
        if (state.holding.isEmpty() && !state.claiming && state.timer == null) {
            buckets.remove(bucket, state);
            tell(Watcher::empty, bucket);
        }
    }

    private void tell(BiConsumer<Watcher, Bucket> event, Bucket bucket) {
        Watcher told = watcher;
        if (told != null) {
            event.accept(told, bucket);
        }
    }

    private static void cancel(State state) {
        Cancellable timer = state.timer;
        state.timer = null;
        if (timer != null) {
            timer.cancel();
        }
    }
}
