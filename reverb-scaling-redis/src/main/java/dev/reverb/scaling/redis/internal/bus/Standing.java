package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.ChangeReply;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.RedisState;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * This node as Redis knows it: one incarnation, over one session. All its changes go through here, each with the next number of the
 * node. They are numbered and written in one step, so that the numbers ascend on the connection, and a change that arrives late, from
 * a connection that was given up, is known by its number as overtaken. Safe for any thread.
 */
final class Standing {

    /** What this node has to do in a bucket before its changes go on from where they were. */
    enum Repair {
        /** Nothing: Redis has all that it has confirmed. */
        NOTHING,
        /** Put its part back, which Redis has lost. Nobody was told that it was gone. */
        PUT_BACK,
        /**
         * Say everything anew: the incarnation before was taken for dead, and its part was told as gone. Which channels that concerns, each
         * knows by the name under which it has said its part.
         */
        SAY_ANEW
    }

    /**
     * A bucket in which this node may make changes.
     *
     * @param entry whether it may
     * @param repair what is to be done before
     * @param lastRun the number of this node's last change there that Redis remembers; zero where it remembers none
     */
    record Ready(Entry entry, Repair repair, long lastRun) {}

    private final RedisSession session;
    private final RedisState state;
    private final NodeId node;
    private final Operations operations;
    private final Map<Bucket, CompletableFuture<Ready>> entered = new ConcurrentHashMap<>();

    Standing(RedisSession session, RedisState state, NodeId node, Operations operations) {
        this.session = session;
        this.state = state;
        this.node = node;
        this.operations = operations;
    }

    /** Enters a bucket, the first time it is asked, and finds out what is to be done there. */
    CompletionStage<Ready> enter(Bucket bucket) {
        CompletableFuture<Ready> ready = new CompletableFuture<>();
        CompletableFuture<Ready> known = entered.putIfAbsent(bucket, ready);
        if (known != null) {
            return known;
        }
        state.leases()
                .enter(node, List.of(bucket))
                .thenCombine(
                        state.parts().operation(bucket, node),
                        (entry, last) -> new Ready(entry, repair(bucket, last), last))
                .whenComplete((answer, failure) -> {
                    if (failure == null) {
                        ready.complete(answer);
                    } else {
                        ready.completeExceptionally(failure);
                    }
                });
        return ready;
    }

    private Repair repair(Bucket bucket, long lastKnown) {
        if (operations.isWhole(bucket, lastKnown)) {
            return Repair.NOTHING;
        }
        operations.forget(bucket);
        return Repair.PUT_BACK;
    }

    RedisSession session() {
        return session;
    }

    RedisState state() {
        return state;
    }

    NodeId node() {
        return node;
    }

    /**
     * Adds a user.
     *
     * @param numbered is told the number of the change before it is written; so in all changes
     */
    CompletionStage<ChangeReply> add(
            Bucket bucket,
            ChannelAddress address,
            Member member,
            int maxMembers,
            FactRules rules,
            LongConsumer numbered) {
        return change(
                bucket,
                numbered,
                operation -> state.presence().add(address, node, operation, member, maxMembers, rules));
    }

    CompletionStage<ChangeReply> addAll(
            Bucket bucket, ChannelAddress address, List<Member> members, FactRules rules, LongConsumer numbered) {
        return change(bucket, numbered, operation -> state.presence().addAll(address, node, operation, members, rules));
    }

    CompletionStage<ChangeReply> removeAll(
            Bucket bucket, ChannelAddress address, List<String> userIds, FactRules rules, LongConsumer numbered) {
        return change(
                bucket, numbered, operation -> state.presence().removeAll(address, node, operation, userIds, rules));
    }

    CompletionStage<ChangeReply> setSubscriptions(
            Bucket bucket, ChannelAddress address, int count, Publish publish, FactRules rules, LongConsumer numbered) {
        return change(
                bucket,
                numbered,
                operation -> state.subscriptions().set(address, node, operation, count, publish, rules));
    }

    private CompletionStage<ChangeReply> change(
            Bucket bucket, LongConsumer numbered, LongFunction<CompletionStage<ChangeReply>> change) {
        return operations.number(bucket, operation -> {
            numbered.accept(operation);
            return change.apply(operation);
        });
    }
}
