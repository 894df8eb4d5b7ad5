package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.ChangeReply;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.RedisState;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * This node as Redis knows it: one incarnation, over one session. All its changes go through here, each with the next number of the
 * node. They are numbered and written in one step, so that the numbers ascend on the connection, and a change that arrives late, from
 * a connection that was given up, is known by its number as overtaken. Safe for any thread.
 */
final class Standing {

    private final RedisSession session;
    private final RedisState state;
    private final NodeId node;
    private final Operations operations;

    Standing(RedisSession session, RedisState state, NodeId node, Operations operations) {
        this.session = session;
        this.state = state;
        this.node = node;
        this.operations = operations;
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

    CompletionStage<ChangeReply> add(
            Bucket bucket, ChannelAddress address, Member member, int maxMembers, FactRules rules) {
        return operations.number(
                bucket, operation -> state.presence().add(address, node, operation, member, maxMembers, rules));
    }

    CompletionStage<ChangeReply> addAll(
            Bucket bucket, ChannelAddress address, List<Member> members, FactRules rules) {
        return operations.number(
                bucket, operation -> state.presence().addAll(address, node, operation, members, rules));
    }

    CompletionStage<ChangeReply> removeAll(
            Bucket bucket, ChannelAddress address, List<String> userIds, FactRules rules) {
        return operations.number(
                bucket, operation -> state.presence().removeAll(address, node, operation, userIds, rules));
    }

    CompletionStage<ChangeReply> setSubscriptions(
            Bucket bucket, ChannelAddress address, int count, Publish publish, FactRules rules) {
        return operations.number(
                bucket, operation -> state.subscriptions().set(address, node, operation, count, publish, rules));
    }
}
