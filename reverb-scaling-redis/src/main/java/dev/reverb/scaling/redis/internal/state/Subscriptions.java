package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.scaling.redis.internal.state.ChannelScripts.By;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.concurrent.CompletionStage;

/**
 * How many subscriptions a channel has, all nodes together. Channels other than presence channels are occupied while they have some.
 */
public final class Subscriptions {

    /** Which changes are published, and raise the channel's version. */
    public enum Publish {
        /** None: only {@link Snapshots} shows them. */
        NOTHING,
        /** Those to zero and from zero. */
        ZERO,
        /** All. */
        EVERYTHING;

        /**
         * What a channel's followers must be told.
         *
         * @param countEvents whether the application has {@linkplain
         *     dev.reverb.application.Application#hasSubscriptionCountEvents subscription count events}
         */
        public static Publish of(ChannelName channel, boolean countEvents) {
            return switch (channel.type()) {
                case PRESENCE -> NOTHING;
                case SERVER_TO_USER -> ZERO;
                default -> countEvents ? EVERYTHING : NOTHING;
            };
        }
    }

    private final Scripts scripts;
    private final ChannelScripts calls;

    Subscriptions(Scripts scripts, ChannelScripts calls) {
        this.scripts = scripts;
        this.calls = calls;
    }

    /**
     * Says how many subscriptions a node has.
     *
     * @param operation the number of this change: see {@link NodePart#operation}
     * @param count all of the node's; zero or more
     * @param rules {@link FactRules#PUT_BACK} after Redis has lost its memory
     * @return how many all nodes have
     */
    public CompletionStage<ChangeReply> set(
            ChannelAddress address, NodeId node, long operation, int count, Publish publish, FactRules rules) {
        if (count < 0) {
            throw new IllegalArgumentException("A node cannot have " + count + " subscriptions");
        }
        Bucket bucket = calls.keys().bucket(address);
        return set(bucket, address.channel(), node, By.NODE, operation, count, publish, rules);
    }

    /** Takes the subscriptions of a fenced node out. */
    CompletionStage<ChangeReply> clear(
            Bucket bucket, ChannelName channel, NodeId dead, Publish publish, FactRules rules) {
        return set(bucket, channel, dead, By.SURVIVOR, 0, 0, publish, rules);
    }

    private CompletionStage<ChangeReply> set(
            Bucket bucket,
            ChannelName channel,
            NodeId node,
            By by,
            long operation,
            int count,
            Publish publish,
            FactRules rules) {
        ScriptCall call = calls.change(Script.SET_SUBSCRIPTIONS, bucket, channel, node, by, operation, rules)
                .key(bucket.subscriptions(channel))
                .key(bucket.users(node, channel))
                .with(TopicMessage.head('S', node, operation))
                .with(count)
                .with(publish.name())
                .with(!channel.isPresence());
        return scripts.run(call).thenApply(ChangeReply::of);
    }
}
