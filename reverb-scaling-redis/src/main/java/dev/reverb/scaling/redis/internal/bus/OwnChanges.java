package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.bus.Standing.Repair;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.ChangeReply;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.Outcome;
import dev.reverb.scaling.redis.internal.state.Presence;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelFullException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node says of itself on one channel, and who waits for it. While Redis is there, a change goes to Redis, and counts when
 * Redis has answered; while it is away, it counts at once. Runs in the channel's queue.
 */
final class OwnChanges {

    private static final class Pending {
        private final String userId;
        private final @Nullable Member added;
        private final CompletableFuture<Void> promise;
        private long version = Long.MAX_VALUE;

        private Pending(String userId, @Nullable Member added, CompletableFuture<Void> promise) {
            this.userId = userId;
            this.added = added;
            this.promise = promise;
        }
    }

    private final ChannelAddress address;
    private final Bucket bucket;
    private final Hub hub;
    private final Replica replica;
    private final Executor queue;
    private final Runnable answered;
    private final OwnPart part = new OwnPart();
    private final PendingCount count = new PendingCount();
    private final Set<Pending> pending = new LinkedHashSet<>();
    private @Nullable Standing current;

    OwnChanges(ChannelAddress address, Bucket bucket, Hub hub, Replica replica, Executor queue, Runnable answered) {
        this.address = address;
        this.bucket = bucket;
        this.hub = hub;
        this.replica = replica;
        this.queue = queue;
        this.answered = answered;
    }

    boolean has(String userId) {
        return part.has(userId);
    }

    boolean isEmpty() {
        return part.isEmpty() && pending.isEmpty();
    }

    void add(@Nullable Standing standing, Member member, int maxMembers, CompletableFuture<Void> promise) {
        if (standing == null) {
            addLocally(member, maxMembers, promise);
            return;
        }
        part.add(member);
        Pending waiting = new Pending(member.userId(), member, promise);
        pending.add(waiting);
        answered(
                standing,
                standing.add(
                        bucket, address, member, maxMembers, rules(), operation -> part.sentAdd(operation, member)),
                reply -> added(waiting, member, reply));
    }

    private void addLocally(Member member, int maxMembers, CompletableFuture<Void> promise) {
        if (!replica.has(member.userId()) && replica.size() >= maxMembers) {
            promise.completeExceptionally(new ChannelFullException());
        } else {
            part.add(member);
            replica.addLocally(member);
            promise.complete(null);
        }
    }

    private void added(Pending waiting, Member member, ChangeReply reply) {
        if (reply.outcome() == Outcome.FULL) {
            part.refuse(member);
            pending.remove(waiting);
            waiting.promise.completeExceptionally(new ChannelFullException());
        } else {
            part.confirmAdd(member);
            waiting.version = reply.version();
        }
    }

    void remove(@Nullable Standing standing, String userId, CompletableFuture<Void> promise) {
        part.remove(userId);
        if (standing == null) {
            replica.removeLocally(userId);
            promise.complete(null);
            return;
        }
        Pending waiting = new Pending(userId, null, promise);
        pending.add(waiting);
        answered(standing, remove(standing, List.of(userId)), reply -> {
            part.confirmRemove(userId);
            pending.remove(waiting);
            promise.complete(null);
        });
    }

    void count(@Nullable Standing standing, int subscriptions) {
        int difference = subscriptions - part.subscriptions();
        part.count(subscriptions);
        if (standing == null) {
            replica.countLocally(difference);
        } else {
            count.set(subscriptions);
        }
    }

    void flushCounts(@Nullable Standing standing) {
        for (int number : count.take()) {
            if (standing != null) {
                sendCount(standing, number, rules());
            }
        }
    }

    private void sendCount(Standing standing, int number, FactRules rules) {
        Publish publish = hub.counts(address);
        answered(
                standing,
                standing.setSubscriptions(
                        bucket, address, number, publish, rules, operation -> part.sentCount(operation, number)),
                reply -> part.confirmCount(number));
    }

    /** The replica has reached a version: who waits for a change up to it, waits no more. */
    void reached(long version) {
        Iterator<Pending> waiting = pending.iterator();
        List<Pending> done = new ArrayList<>();
        while (waiting.hasNext()) {
            Pending one = waiting.next();
            if (one.version <= version) {
                waiting.remove();
                done.add(one);
            }
        }
        done.forEach(one -> one.promise.complete(null));
    }

    /** Redis is away: what waits for it counts now. */
    void lost() {
        current = null;
        count.take();
        replica.countLocally(part.subscriptions() - part.confirmedSubscriptions());
        List<Pending> waiting = List.copyOf(pending);
        pending.clear();
        for (Pending one : waiting) {
            Member added = one.added;
            if (added != null && part.has(one.userId)) {
                replica.addLocally(added);
            } else if (added == null && !part.has(one.userId)) {
                replica.removeLocally(one.userId);
            }
            one.promise.complete(null);
        }
    }

    /** Redis is there: says what it does not know of this node. */
    void sayAgain(Standing standing, Repair repair, long lastRun) {
        current = standing;
        part.resolve(lastRun);
        if (repair == Repair.SAY_ANEW) {
            part.forgetConfirmed();
        } else if (repair == Repair.PUT_BACK) {
            putBack(standing);
        }
        List<Member> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (OwnPart.Difference difference : part.missing()) {
            if (difference instanceof OwnPart.Difference.Add add) {
                added.add(add.member());
            } else if (difference instanceof OwnPart.Difference.Remove remove) {
                removed.add(remove.userId());
            } else if (difference instanceof OwnPart.Difference.Count number && count.isEmpty()) {
                sendCount(standing, number.subscriptions(), rules());
            }
        }
        removeAll(standing, removed);
        addAll(standing, added);
        flushCounts(standing);
    }

    private void putBack(Standing standing) {
        for (List<Member> batch : batches(part.confirmedMembers())) {
            answered(
                    standing,
                    standing.addAll(bucket, address, batch, FactRules.PUT_BACK, operation -> {}),
                    reply -> {});
        }
        if (part.confirmedSubscriptions() > 0) {
            sendCount(standing, part.confirmedSubscriptions(), FactRules.PUT_BACK);
        }
        if (address.channel().isPresence()) {
            standing.state()
                    .presence()
                    .ofNode(address, standing.node())
                    .whenComplete((known, failure) -> queue.execute(() -> removeBeyond(standing, known, failure)));
        }
    }

    /** Redis has forgotten that some have gone. */
    private void removeBeyond(Standing standing, @Nullable Set<String> known, @Nullable Throwable failure) {
        if (current != standing) {
            return;
        } else if (known == null) {
            hub.failed(standing, failure == null ? new IllegalStateException("no answer") : failure);
            return;
        }
        List<String> beyond = known.stream().filter(userId -> !part.has(userId)).toList();
        removeAll(standing, beyond);
    }

    private void addAll(Standing standing, List<Member> members) {
        for (List<Member> batch : batches(members)) {
            answered(
                    standing,
                    standing.addAll(
                            bucket,
                            address,
                            batch,
                            rules(),
                            operation -> batch.forEach(member -> part.sentAdd(operation, member))),
                    reply -> batch.forEach(part::confirmAdd));
        }
    }

    private void removeAll(Standing standing, List<String> userIds) {
        for (List<String> batch : batches(userIds)) {
            answered(standing, remove(standing, batch), reply -> batch.forEach(part::confirmRemove));
        }
    }

    private CompletionStage<ChangeReply> remove(Standing standing, List<String> userIds) {
        return standing.removeAll(
                bucket,
                address,
                userIds,
                rules(),
                operation -> userIds.forEach(userId -> part.sentRemove(operation, userId)));
    }

    private void answered(Standing standing, CompletionStage<ChangeReply> answer, Consumer<ChangeReply> then) {
        answer.whenComplete((reply, failure) -> queue.execute(() -> {
            if (current != standing) {
                return;
            }
            if (reply == null) {
                hub.failed(standing, failure == null ? new IllegalStateException("no answer") : failure);
            } else if (reply.outcome() == Outcome.FENCED) {
                hub.fenced(standing);
            } else {
                then.accept(reply);
                answered.run();
                if (reply.factsDueIn() >= 0) {
                    hub.factsDue(bucket, reply.factsDueIn());
                }
            }
        }));
    }

    private FactRules rules() {
        return hub.rules(address.appId());
    }

    private static <T> List<List<T>> batches(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < list.size(); from += Presence.MAX_BATCH) {
            batches.add(list.subList(from, Math.min(list.size(), from + Presence.MAX_BATCH)));
        }
        return batches;
    }
}
