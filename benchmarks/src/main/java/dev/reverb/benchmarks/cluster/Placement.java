package dev.reverb.benchmarks.cluster;

/** Puts connections on nodes, as a load balancer that draws lots would: each on any node, independently, always on the same one. */
record Placement(int nodes, long seed) {

    /** The node of a connection. */
    int node(int connection) {
        long random = mix(seed + connection * 0x9E37_79B9_7F4A_7C15L);
        return (int) ((random >>> 32) * nodes >>> 32);
    }

    /** The finalizer of SplitMix64: each bit of the result depends on all of {@code z}. */
    static long mix(long z) {
        long first = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        long second = (first ^ first >>> 27) * 0x94D0_49BB_1331_11EBL;
        return second ^ second >>> 31;
    }

    /**
     * How many nodes have a subscriber of a channel, on average: {@code n (1 - (1 - 1/n)^k)}.
     *
     * @param subscribers of the channel, {@code k}
     * @param nodes of the cluster, {@code n}
     */
    static double expectedInterest(long subscribers, int nodes) {
        return nodes * -Math.expm1(subscribers * Math.log1p(-1.0 / nodes));
    }
}
