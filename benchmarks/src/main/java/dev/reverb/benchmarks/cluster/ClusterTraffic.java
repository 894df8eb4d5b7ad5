package dev.reverb.benchmarks.cluster;

import dev.reverb.benchmarks.Markdown;
import java.util.List;

/**
 * {@code ClusterTraffic}: prints the tables of {@code docs/capacity.md} about a cluster's traffic. The same every time; takes less than
 * a minute.
 */
public final class ClusterTraffic {

    private static final long SEED = 4_200;
    private static final int CONNECTIONS_PER_NODE = 10_000;
    private static final int ONE_MILLION = 1_000_000;
    private static final int TEN_MILLION = 10_000_000;
    private static final int[] GROWING = {1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1_000};
    private static final int[] OF_ONE_MILLION = {1, 2, 5, 10, 20, 50, 100};
    private static final int[] OF_TEN_MILLION = {10, 20, 50, 100, 200, 500, 1_000};
    private static final int[] SAMPLED = {1, 10, 100, 1_000};

    private ClusterTraffic() {}

    /**
     * Prints.
     *
     * @param arguments none
     */
    public static void main(String... arguments) {
        print("10 000 connections per node: " + Mix.ALL.title(), growing(Mix.ALL));
        print("By mix, 10 000 connections per node: messages per second to a node, and what it delivers", byMix());
        print("1 000 000 connections: " + Mix.ALL.title(), fixed(ONE_MILLION, OF_ONE_MILLION));
        print("10 000 000 connections: " + Mix.ALL.title(), fixed(TEN_MILLION, OF_TEN_MILLION));
        print("Nodes that listen to a channel: simulated / by the formula", interest());
    }

    private static void print(String title, Markdown table) {
        System.out.println("### " + title + "\n\n" + table);
    }

    static Traffic traffic(Mix mix, int connections, int nodes) {
        return Simulation.run(mix.channels(connections), new Placement(nodes, SEED));
    }

    private static Markdown growing(Mix mix) {
        Markdown table = perCluster("nodes");
        for (int nodes : GROWING) {
            row(table, nodes, traffic(mix, nodes * CONNECTIONS_PER_NODE, nodes));
        }
        return table;
    }

    private static Markdown fixed(int connections, int[] clusters) {
        List<Channels> channels = Mix.ALL.channels(connections);
        Markdown table = perCluster("nodes");
        for (int nodes : clusters) {
            row(table, nodes, Simulation.run(channels, new Placement(nodes, SEED)));
        }
        return table;
    }

    private static Markdown perCluster(String first) {
        return new Markdown(
                first,
                "Redis receives/s",
                "Redis sends/s",
                "to a node/s",
                "to the busiest/s",
                "a node delivers/s",
                "topics of a node",
                "everything to every node: Redis sends/s",
                "to a node/s");
    }

    private static void row(Markdown table, int nodes, Traffic traffic) {
        table.row(
                nodes,
                traffic.publishes(),
                traffic.sent(),
                traffic.messagesPerNode(),
                traffic.mostMessages(),
                traffic.deliveriesPerNode(),
                traffic.topicsPerNode(),
                traffic.sentToAll(),
                traffic.publishes());
    }

    private static Markdown byMix() {
        Markdown table = new Markdown(
                "mix",
                "1 node",
                "10",
                "100",
                "1 000",
                "delivered at 1",
                "at 1 000",
                "everything to every node, at 1 000");
        for (Mix mix : Mix.values()) {
            Traffic[] traffic = new Traffic[SAMPLED.length];
            for (int i = 0; i < SAMPLED.length; i++) {
                traffic[i] = traffic(mix, SAMPLED[i] * CONNECTIONS_PER_NODE, SAMPLED[i]);
            }
            table.row(
                    mix.title(),
                    traffic[0].messagesPerNode(),
                    traffic[1].messagesPerNode(),
                    traffic[2].messagesPerNode(),
                    traffic[3].messagesPerNode(),
                    traffic[0].deliveriesPerNode(),
                    traffic[3].deliveriesPerNode(),
                    traffic[3].publishes());
        }
        return table;
    }

    private static Markdown interest() {
        Markdown table = new Markdown("subscribers", "4 nodes", "32", "250", "1 000");
        for (int size : new int[] {1, 2, 10, 50, 250, 1_000, 10_000}) {
            table.row(size, interest(size, 4), interest(size, 32), interest(size, 250), interest(size, 1_000));
        }
        return table;
    }

    private static String interest(int size, int nodes) {
        int channels = TEN_MILLION / 10 / size;
        Traffic traffic =
                Simulation.run(List.of(Channels.groups(channels * size, size, 1)), new Placement(nodes, SEED));
        return Markdown.format(traffic.sent() / channels) + " / "
                + Markdown.format(Placement.expectedInterest(size, nodes));
    }
}
