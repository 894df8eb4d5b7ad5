package dev.reverb.tck;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.ClusterFact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The facts that are to be passed on. What ends waits out the grace time, and is told neither than its opposite where that comes
 * meanwhile. Of each application one batch is under way at a time. Guarded by the cluster's lock.
 */
final class FactLedger {

    /** How many facts a batch has at most. */
    private static final int MAX_BATCH = 100;

    /** What is to be told together, to one server. */
    static final class Batch {
        private final String appId;
        private final String id;
        private final List<ClusterFact> facts;
        private @Nullable InMemoryBus server;
        private boolean passedOn;

        private Batch(String appId, String id, List<ClusterFact> facts) {
            this.appId = appId;
            this.id = id;
            this.facts = facts;
        }

        String appId() {
            return appId;
        }

        String id() {
            return id;
        }

        List<ClusterFact> facts() {
            return facts;
        }

        @Nullable
        InMemoryBus server() {
            return server;
        }

        void give(@Nullable InMemoryBus newServer) {
            server = newServer;
        }

        /** Whether the server has passed it on, while it could not say so. */
        boolean isPassedOn() {
            return passedOn;
        }

        void setPassedOn(boolean isPassedOn) {
            passedOn = isPassedOn;
        }
    }

    private record Ending(String appId, ClusterFact fact) {}

    private final Scheduler scheduler;
    private final Consumer<Runnable> locked;
    private final Consumer<String> due;
    private final Map<Ending, Scheduler.Cancellable> endings = new LinkedHashMap<>();
    private final Map<String, Deque<ClusterFact>> waiting = new HashMap<>();
    private final Map<String, Batch> underWay = new LinkedHashMap<>();
    private int batches;

    /**
     * A ledger without facts.
     *
     * @param locked runs code under the cluster's lock
     * @param due is told of an application that has facts to pass on
     */
    FactLedger(Scheduler scheduler, Consumer<Runnable> locked, Consumer<String> due) {
        this.scheduler = scheduler;
        this.locked = locked;
        this.due = due;
    }

    static ClusterFact of(WebhookEventType type, ChannelName channel) {
        return new ClusterFact(type, channel, Optional.empty(), OptionalInt.empty());
    }

    static ClusterFact of(WebhookEventType type, ChannelName channel, String userId) {
        return new ClusterFact(type, channel, Optional.of(userId), OptionalInt.empty());
    }

    static ClusterFact of(ChannelName channel, int subscriptions) {
        return new ClusterFact(
                WebhookEventType.SUBSCRIPTION_COUNT, channel, Optional.empty(), OptionalInt.of(subscriptions));
    }

    void begins(FactWishes wishes, ClusterFact begun, ClusterFact ended) {
        if (wishes.told() && !takeBack(wishes.appId(), ended)) {
            tell(wishes.appId(), begun);
        }
    }

    /** Something is there again that was before; returns whether its end was waiting. */
    boolean takeBack(String appId, ClusterFact ended) {
        Scheduler.Cancellable timer = endings.remove(new Ending(appId, ended));
        if (timer == null) {
            return false;
        }
        timer.cancel();
        return true;
    }

    void ends(FactWishes wishes, ClusterFact ended) {
        if (!wishes.told()) {
            return;
        }
        if (wishes.grace().isZero()) {
            tell(wishes.appId(), ended);
            return;
        }
        Ending ending = new Ending(wishes.appId(), ended);
        endings.put(ending, scheduler.schedule(() -> locked.accept(() -> settle(ending)), wishes.grace()));
    }

    private void settle(Ending ending) {
        if (endings.remove(ending) != null) {
            tell(ending.appId, ending.fact);
        }
    }

    void counted(FactWishes wishes, ClusterFact count) {
        if (wishes.counted()) {
            tell(wishes.appId(), count);
        }
    }

    private void tell(String appId, ClusterFact fact) {
        waiting.computeIfAbsent(appId, ignored -> new ArrayDeque<>()).add(fact);
        due.accept(appId);
    }

    /** The next batch of an application, or null while one is under way, or where there is none. */
    @Nullable
    Batch next(String appId) {
        Deque<ClusterFact> facts = waiting.get(appId);
        if (underWay.containsKey(appId) || facts == null) {
            return null;
        }
        List<ClusterFact> taken = new ArrayList<>();
        while (taken.size() < MAX_BATCH && !facts.isEmpty()) {
            taken.add(facts.remove());
        }
        if (facts.isEmpty()) {
            waiting.remove(appId);
        }
        Batch batch = new Batch(appId, "fact-" + ++batches, List.copyOf(taken));
        underWay.put(appId, batch);
        return batch;
    }

    /** Whether a batch has not been passed on yet. */
    boolean isUnderWay(Batch batch) {
        return underWay.get(batch.appId) == batch;
    }

    /** The batches that a server has; with null those that none has. */
    List<Batch> batchesOf(@Nullable InMemoryBus server) {
        return underWay.values().stream()
                .filter(batch -> batch.server == server)
                .toList();
    }

    /** The applications that have facts waiting. */
    List<String> applications() {
        return List.copyOf(waiting.keySet());
    }

    void finish(Batch batch) {
        underWay.remove(batch.appId, batch);
    }

    /** The back-end has lost its memory. */
    void forget() {
        endings.values().forEach(Scheduler.Cancellable::cancel);
        endings.clear();
        waiting.clear();
        underWay.clear();
    }
}
