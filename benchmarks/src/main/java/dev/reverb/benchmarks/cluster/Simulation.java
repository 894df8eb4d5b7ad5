package dev.reverb.benchmarks.cluster;

import java.util.List;

/** Goes through all subscriptions of a cluster and adds up what an average second brings. */
final class Simulation {

    private final Placement placement;
    private final double[] messages;
    private final double[] deliveries;
    private final long[] topics;

    /** For each node the last channel that it turned out to listen to. */
    private final long[] listening;

    private long channelNumber;
    private double publishes;

    private Simulation(Placement placement) {
        this.placement = placement;
        this.messages = new double[placement.nodes()];
        this.deliveries = new double[placement.nodes()];
        this.topics = new long[placement.nodes()];
        this.listening = new long[placement.nodes()];
    }

    /** Runs channels of several kinds on one cluster. Takes a few nanoseconds per subscription. */
    static Traffic run(List<Channels> mix, Placement placement) {
        Simulation simulation = new Simulation(placement);
        mix.forEach(simulation::run);
        return simulation.traffic();
    }

    private Traffic traffic() {
        return new Traffic(publishes, messages, deliveries, topics);
    }

    private void run(Channels channels) {
        for (int channel = 0; channel < channels.count(); channel++) {
            double rate = channels.rate(channel);
            publishes += rate;
            channelNumber++;
            subscribe(channels, channel, rate);
        }
    }

    private void subscribe(Channels channels, int channel, double rate) {
        int member = channels.firstMember(channel);
        for (int left = channels.size(channel); left > 0; left--) {
            int node = placement.node(member);
            deliveries[node] += rate;
            if (listening[node] != channelNumber) {
                listening[node] = channelNumber;
                messages[node] += rate;
                topics[node]++;
            }
            int room = channels.connections() - channels.stride();
            member += member < room ? channels.stride() : -room;
        }
    }
}
