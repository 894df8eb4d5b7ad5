package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.ChannelScripts.By;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Who is on a presence channel: each user once, from the first node that has it to the last. The channel is occupied while it has
 * users. Each user that comes or goes raises the channel's version, and is published with it.
 *
 * <p>One call takes at most {@value #MAX_BATCH} users, so that no script keeps Redis from others for long.
 */
public final class Presence {

    /** How many users one call may have. */
    public static final int MAX_BATCH = 500;

    private final Scripts scripts;
    private final ChannelScripts calls;

    Presence(Scripts scripts, ChannelScripts calls) {
        this.scripts = scripts;
        this.calls = calls;
    }

    /**
     * Says that a node has a user.
     *
     * @param operation the number of this change: see {@link NodePart#operation}
     * @param member the user; the information counts where no node has the user yet
     * @param maxMembers how many users the channel may have
     * @return {@code FULL} where the user would be one too many; count 1 where no node had the user before
     */
    public CompletionStage<ChangeReply> add(
            ChannelAddress address, NodeId node, long operation, Member member, int maxMembers, FactRules rules) {
        return add(address, node, operation, List.of(member), maxMembers, rules);
    }

    /**
     * Says that a node has some users, in this order and however many the channel may have: puts them back.
     *
     * @param members at most {@value #MAX_BATCH}
     * @param rules {@link FactRules#PUT_BACK} after Redis has lost its memory, so that nothing is told that was told before; the usual
     *     ones after the node was given up for dead, since its users were told as gone
     * @return how many of them no node had before
     */
    public CompletionStage<ChangeReply> addAll(
            ChannelAddress address, NodeId node, long operation, List<Member> members, FactRules rules) {
        return add(address, node, operation, members, Integer.MAX_VALUE, rules);
    }

    /**
     * Says that a node has a user no more. Nothing changes where it had not.
     *
     * @param operation the number of this change: see {@link NodePart#operation}
     * @return count 1 where no other node has the user
     */
    public CompletionStage<ChangeReply> remove(
            ChannelAddress address, NodeId node, long operation, String userId, FactRules rules) {
        return removeAll(address, node, operation, List.of(userId), rules);
    }

    /**
     * Says that a node has some users no more.
     *
     * @param userIds at most {@value #MAX_BATCH}
     * @return how many of them no other node has
     */
    public CompletionStage<ChangeReply> removeAll(
            ChannelAddress address, NodeId node, long operation, Collection<String> userIds, FactRules rules) {
        return remove(calls.keys().bucket(address), address.channel(), node, By.NODE, operation, userIds, rules);
    }

    /** Takes users of a fenced node out. */
    CompletionStage<ChangeReply> clear(
            Bucket bucket, ChannelName channel, NodeId dead, Collection<String> userIds, FactRules rules) {
        return remove(bucket, channel, dead, By.SURVIVOR, 0, userIds, rules);
    }

    /**
     * The users that Redis thinks a node has on a channel.
     *
     * @return their ids
     */
    public CompletionStage<Set<String>> ofNode(ChannelAddress address, NodeId node) {
        byte[] key = calls.keys().bucket(address).users(node, address.channel());
        return scripts.run(key, commands -> commands.smembers(key))
                .thenApply(users -> users.stream().map(Wtf8::decode).collect(Collectors.toSet()));
    }

    private CompletionStage<ChangeReply> add(
            ChannelAddress address,
            NodeId node,
            long operation,
            List<Member> members,
            int maxMembers,
            FactRules rules) {
        checkSize(members);
        Bucket bucket = calls.keys().bucket(address);
        ScriptCall call = change(Script.ADD_MEMBERS, bucket, address.channel(), node, By.NODE, operation, rules)
                .with(TopicMessage.head('A', node, operation))
                .with(maxMembers);
        members.forEach(member -> call.with(member.userId()).with(TopicMessage.information(member)));
        return scripts.run(call).thenApply(ChangeReply::of);
    }

    private CompletionStage<ChangeReply> remove(
            Bucket bucket,
            ChannelName channel,
            NodeId node,
            By by,
            long operation,
            Collection<String> userIds,
            FactRules rules) {
        checkSize(userIds);
        ScriptCall call = change(Script.REMOVE_MEMBERS, bucket, channel, node, by, operation, rules)
                .with(TopicMessage.head('R', node, operation));
        userIds.forEach(call::with);
        return scripts.run(call).thenApply(ChangeReply::of);
    }

    private ScriptCall change(
            Script script, Bucket bucket, ChannelName channel, NodeId node, By by, long operation, FactRules rules) {
        return calls.change(script, bucket, channel, node, by, operation, rules)
                .key(bucket.roster(channel))
                .key(bucket.shared(channel))
                .key(bucket.users(node, channel));
    }

    private static void checkSize(Collection<?> users) {
        if (users.isEmpty() || users.size() > MAX_BATCH) {
            throw new IllegalArgumentException("1 to " + MAX_BATCH + " users, not " + users.size());
        }
    }
}
