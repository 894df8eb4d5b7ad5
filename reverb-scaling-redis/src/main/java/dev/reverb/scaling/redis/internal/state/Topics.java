package dev.reverb.scaling.redis.internal.state;

import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.scaling.ChannelAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What is sent to those who follow a channel, and on the control topics. */
public final class Topics {

    /** How a message is published. */
    enum Command {
        /** On one Redis, or one with replicas. */
        PUBLISH,
        /** On a Cluster: within the topic's shard. */
        SPUBLISH
    }

    private final Scripts scripts;
    private final ChannelScripts calls;

    Topics(Scripts scripts, ChannelScripts calls) {
        this.scripts = scripts;
        this.calls = calls;
    }

    /** The topic of a channel. */
    public byte[] topic(ChannelAddress address) {
        return calls.keys().bucket(address).topic(address.channel());
    }

    /** The topic on which all nodes with an application hear what concerns no single channel of it. */
    public byte[] control(String appId) {
        return calls.keys().home(appId).control();
    }

    /**
     * Sends an event to all who follow the channel. An event with a time to keep it is stored in the same step, with the channel's next
     * version.
     *
     * @param number what the message carries as its number
     * @return the version of a kept event; zero of others
     */
    public CompletionStage<Long> publish(ChannelAddress address, NodeId sender, long number, Event event) {
        return event.message().keepFor().isPresent()
                ? keep(address, sender, number, event, event.message().keepFor().get())
                : send(topic(address), TopicMessage.unversioned(sender, number, event))
                        .thenApply(receivers -> 0L);
    }

    /**
     * Asks all nodes to close the connections of a user.
     *
     * @return completes when Redis has it
     */
    public CompletionStage<Void> terminate(String appId, NodeId sender, long number, String userId) {
        TopicMessage message = TopicMessage.unversioned(sender, number, new TopicMessage.Terminate(userId));
        return send(control(appId), message).thenApply(receivers -> null);
    }

    /**
     * Tells all nodes that this one has begun to hear them.
     *
     * @param nodes how many do, with it
     * @return completes when Redis has it
     */
    public CompletionStage<Void> gathered(NodeId sender, int nodes) {
        TopicMessage message = TopicMessage.unversioned(sender, 0, new TopicMessage.Gathered(nodes));
        return send(calls.keys().gathering(), message).thenApply(receivers -> null);
    }

    /**
     * Tells all nodes with an application that facts of a bucket are due, which nobody else knows of.
     *
     * @param millis in how many milliseconds; zero: now
     * @return completes when Redis has it
     */
    public CompletionStage<Void> factsDue(Bucket bucket, NodeId sender, long millis) {
        TopicMessage message = TopicMessage.unversioned(sender, 0, new TopicMessage.FactsDue(bucket.number(), millis));
        return send(control(bucket.appId()), message).thenApply(receivers -> null);
    }

    private CompletionStage<Long> send(byte[] topic, TopicMessage message) {
        byte[] bytes = message.encode();
        return scripts.run(
                topic,
                commands -> calls.publish() == Command.PUBLISH
                        ? commands.publish(topic, bytes)
                        : commands.spublish(topic, bytes));
    }

    private CompletionStage<Long> keep(
            ChannelAddress address, NodeId sender, long number, Event event, Duration keepFor) {
        Bucket bucket = calls.keys().bucket(address);
        byte[] payload = event.message().payload();
        byte[] tail = TopicMessage.tail(event);
        return scripts.run(new ScriptCall(Script.PUBLISH_KEPT, calls.time())
                        .key(bucket.kept(address.channel()))
                        .key(bucket.version())
                        .key(bucket.lastVersion(address.channel()))
                        .with(calls.publish().name())
                        .with(bucket.topic(address.channel()))
                        .with(TopicMessage.head('E', sender, number))
                        .with(tail)
                        .with(payload.length)
                        .with(Math.max(1, keepFor.toMillis())))
                .thenApply(reply -> (Long) reply.get(0));
    }
}
