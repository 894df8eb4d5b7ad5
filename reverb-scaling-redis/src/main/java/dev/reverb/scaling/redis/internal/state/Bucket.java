package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import java.util.Objects;

/**
 * A part of an application's channels whose keys lie in one slot. Immutable; equal by installation, application and number.
 *
 * @see KeySpace#bucket
 */
public final class Bucket {

    private final String appId;
    private final int number;
    private final String tag;

    Bucket(String prefix, String appId, int number) {
        if (number < 0 || number >= KeySpace.BUCKETS) {
            throw new IllegalArgumentException("Not a bucket: " + number);
        }
        this.appId = appId;
        this.number = number;
        this.tag = prefix + ":{" + KeySpace.escape(appId) + ":" + number + "}:";
    }

    /** The application. */
    public String appId() {
        return appId;
    }

    /** Which of the application's buckets. */
    public int number() {
        return number;
    }

    /** The topic of a channel of this bucket. */
    public byte[] topic(ChannelName channel) {
        return key("t:" + channel);
    }

    /** Counts the bucket's changes. */
    byte[] version() {
        return key("v");
    }

    /** The version of a channel's last change. */
    byte[] lastVersion(ChannelName channel) {
        return key("l:" + channel);
    }

    /** Users of a channel, with their information. */
    byte[] roster(ChannelName channel) {
        return key("r:" + channel);
    }

    /** On how many further nodes a user is; users on one node only are not in it. */
    byte[] shared(ChannelName channel) {
        return key("d:" + channel);
    }

    /** What a cache channel keeps: see {@link KeptEntry}. */
    byte[] kept(ChannelName channel) {
        return key("k:" + channel);
    }

    /** The occupied channels: how many users on presence channels, how many subscriptions on the others. */
    byte[] occupied() {
        return key("x");
    }

    /** How many subscriptions a channel has, all nodes together: of presence channels by themselves. */
    byte[] subscriptions(ChannelName channel) {
        return channel.isPresence() ? key("y") : occupied();
    }

    /** A node's part: how many subscriptions it has, by channel. */
    byte[] part(NodeId node) {
        return key("n:" + node);
    }

    /** A node's users on a channel. */
    byte[] users(NodeId node, ChannelName channel) {
        return key("m:" + node + ":" + channel);
    }

    /** The number of a node's last change. */
    byte[] operation(NodeId node) {
        return key("w:" + node);
    }

    /** There where a node may change nothing any more. */
    byte[] fence(NodeId node) {
        return key("f:" + node);
    }

    /** How many connections each node has; in the home bucket only. */
    byte[] connections() {
        return key("h");
    }

    /** The topic for what concerns no single channel; in the home bucket only. */
    public byte[] control() {
        return key("control");
    }

    /** Facts that wait out their grace time. */
    byte[] pendingFacts() {
        return key("g");
    }

    /** Facts that are to be passed on. */
    byte[] outbox() {
        return key("o");
    }

    /** Facts that a node is passing on. */
    byte[] claims() {
        return key("c");
    }

    private byte[] key(String kind) {
        return Wtf8.encode(tag + kind);
    }

    /** The text that names the application and the bucket in the id of a batch of facts: of header-safe characters. */
    String idPrefix() {
        return KeySpace.escape(appId) + ":" + number + ":";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bucket bucket && number == bucket.number && tag.equals(bucket.tag);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tag);
    }

    /** Number and application, such as {@code 17:my-app}. */
    @Override
    public String toString() {
        return number + ":" + appId;
    }
}
