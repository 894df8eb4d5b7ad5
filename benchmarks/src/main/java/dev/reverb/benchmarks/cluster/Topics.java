package dev.reverb.benchmarks.cluster;

import java.util.function.IntToDoubleFunction;

/**
 * Channels that connections choose by Zipf's law: the one of rank r is chosen with a probability proportional to
 * {@code 1 / r^exponent}, as often as a connection has topics, and twice the same counts once.
 */
final class Topics extends Channels {

    private final int[] sizes;
    private final IntToDoubleFunction rates;
    private final int stride;

    private Topics(int connections, int[] sizes, IntToDoubleFunction rates) {
        super(connections, sizes.length);
        this.sizes = sizes;
        this.rates = rates;
        this.stride = coprime(connections);
    }

    /** Every topic is published to equally often. */
    static Topics uniform(int connections, int topics, double exponent, int perConnection, double rate) {
        return new Topics(connections, sizes(connections, topics, exponent, perConnection), topic -> rate);
    }

    /** A topic is published to as its size says: so often for each subscriber. */
    static Topics byPopularity(int connections, int topics, double exponent, int perConnection, double ratePerMember) {
        int[] sizes = sizes(connections, topics, exponent, perConnection);
        return new Topics(connections, sizes, topic -> sizes[topic] * ratePerMember);
    }

    /** The expected sizes, made whole so that their sum stays what it is. */
    static int[] sizes(int connections, int topics, double exponent, int perConnection) {
        double sum = 0;
        for (int rank = 1; rank <= topics; rank++) {
            sum += Math.pow(rank, -exponent);
        }
        int[] sizes = new int[topics];
        double left = 0;
        for (int rank = 1; rank <= topics; rank++) {
            double probability = Math.pow(rank, -exponent) / sum;
            double expected = connections * -Math.expm1(perConnection * Math.log1p(-probability)) + left;
            int size = (int) Math.min(connections, Math.round(expected));
            left = expected - size;
            sizes[rank - 1] = size;
        }
        return sizes;
    }

    /** A step that comes by every connection before it repeats one. */
    private static int coprime(int connections) {
        int step = Math.max(1, (int) (connections * 0.618_034));
        while (gcd(step, connections) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @Override
    int size(int channel) {
        return sizes[channel];
    }

    @Override
    double rate(int channel) {
        return rates.applyAsDouble(channel);
    }

    @Override
    int firstMember(int channel) {
        return (int) ((Placement.mix(channel) >>> 32) * connections() >>> 32);
    }

    @Override
    int stride() {
        return stride;
    }
}
