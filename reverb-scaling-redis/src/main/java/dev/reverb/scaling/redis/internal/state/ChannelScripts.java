package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;

/** What the calls of all scripts that change a channel for a node have in common: the keys 1 to 9 and the arguments 1 to 9. */
final class ChannelScripts {

    /** Whose change it is. */
    enum By {
        /** The node's own: refused once the node is fenced. */
        NODE,
        /** That of another, which clears up after the node: refused unless the node is fenced. */
        SURVIVOR
    }

    private final KeySpace keys;
    private final Topics.Command publish;
    private final RedisTime time;

    ChannelScripts(KeySpace keys, Topics.Command publish, RedisTime time) {
        this.keys = keys;
        this.publish = publish;
        this.time = time;
    }

    /** Starts a call, as {@code change.lua} reads it. */
    ScriptCall change(
            Script script, Bucket bucket, ChannelName channel, NodeId node, By by, long operation, FactRules rules) {
        FactRules told = channel.type() == ChannelType.SERVER_TO_USER ? FactRules.NONE : rules;
        return new ScriptCall(script, time)
                .factKeys(bucket, node)
                .key(bucket.operation(node))
                .key(bucket.lastVersion(channel))
                .key(bucket.part(node))
                .with(by.name())
                .with(operation)
                .with(channel.toString())
                .with(publish.name())
                .with(bucket.topic(channel))
                .with(told.mode().name())
                .with(told.counts())
                .with(told.graceMillis());
    }

    KeySpace keys() {
        return keys;
    }

    Topics.Command publish() {
        return publish;
    }

    RedisTime time() {
        return time;
    }
}
