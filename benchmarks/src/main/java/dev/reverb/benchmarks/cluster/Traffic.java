package dev.reverb.benchmarks.cluster;

import java.util.Arrays;

/**
 * What a cluster carries in a second.
 *
 * @param publishes that Redis receives
 * @param messages that each node receives from Redis, where it listens to what it has subscribers for
 * @param deliveries that each node makes to its connections
 * @param topics that each node listens to
 */
record Traffic(double publishes, double[] messages, double[] deliveries, long[] topics) {

    int nodes() {
        return messages.length;
    }

    /** What Redis sends to all nodes together. */
    double sent() {
        return Arrays.stream(messages).sum();
    }

    double messagesPerNode() {
        return sent() / nodes();
    }

    /** The same of the node that receives most. */
    double mostMessages() {
        return Arrays.stream(messages).max().orElse(0);
    }

    double deliveriesPerNode() {
        return Arrays.stream(deliveries).sum() / nodes();
    }

    double topicsPerNode() {
        return (double) Arrays.stream(topics).sum() / nodes();
    }

    /** What Redis would send if every node received everything. */
    double sentToAll() {
        return publishes * nodes();
    }
}
