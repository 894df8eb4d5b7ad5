package dev.reverb.benchmarks.cluster;

/**
 * Channels of one kind: how many there are, how many of a cluster's connections each has, and how often it is published to.
 * Members are distinct connections.
 */
abstract class Channels {

    private final int connections;
    private final int count;

    Channels(int connections, int count) {
        this.connections = connections;
        this.count = count;
    }

    final int connections() {
        return connections;
    }

    final int count() {
        return count;
    }

    /** How many connections are subscribed to a channel. */
    abstract int size(int channel);

    /** How many events a second are published to a channel. */
    abstract double rate(int channel);

    /** The first of a channel's members; each of the others is {@link #stride} further, going round. */
    abstract int firstMember(int channel);

    abstract int stride();

    /** Channels of which each connection is in one, all of the same size: a user's devices, a room, an order, or everyone. */
    static Channels groups(int connections, int size, double rate) {
        return new Channels(connections, connections / size) {
            @Override
            int size(int channel) {
                return size;
            }

            @Override
            double rate(int channel) {
                return rate;
            }

            @Override
            int firstMember(int channel) {
                return channel * size;
            }

            @Override
            int stride() {
                return 1;
            }
        };
    }
}
