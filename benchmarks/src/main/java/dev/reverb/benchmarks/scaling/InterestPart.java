package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.Markdown;
import dev.reverb.benchmarks.scaling.Report.Row;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a node has to do with channels that it has no subscriber for: nothing. And, to compare, where it has one for each. */
final class InterestPart implements Part.Measurement {

    /** Odd, so that connections that go to the nodes in turn are on both for each channel. */
    private static final int CHANNELS = 101;

    private static final List<Integer> RATES = List.of(0, 500, 2_000);

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        int channels = cluster.options().scaled(CHANNELS) | 1;
        String load = " publishes/s to " + channels + " channels, none with a subscriber on the last node";
        for (int rate : RATES) {
            int scaled = rate == 0 ? 0 : cluster.options().scaled(rate);
            load(cluster, report, scaled + load, channels, channels, scaled, 1);
        }
        int most = cluster.options().scaled(RATES.get(RATES.size() - 1));
        String everywhere = most + " publishes/s to " + channels + " channels, each with a subscriber on both";
        load(cluster, report, everywhere, channels, 2 * channels, most, cluster.all());
    }

    private static void load(
            Cluster cluster, Report report, String load, int channels, int connections, int rate, int... connectTo)
            throws IOException, InterruptedException {
        Map<String, Double> figures = cluster.load(
                cluster.options().whole(),
                "rate",
                connectTo,
                "--conns",
                "" + connections,
                "--channels",
                "" + channels,
                "--http-conns",
                "8",
                "--rate",
                "" + rate);
        Cost cost = Cost.of(rate == 0 ? Operation.SECOND : Operation.PUBLISH, figures);
        report.add(new Row("interest", load, cluster.nodes(), cost, remark(cluster, figures)));
    }

    private static String remark(Cluster cluster, Map<String, Double> figures) {
        double cpu = figures.getOrDefault("server" + cluster.nodes() + "_cpu_s", Double.NaN);
        double seconds = figures.getOrDefault("elapsed_s", Double.NaN);
        return "the last node: " + Markdown.format(cpu / seconds * 100) + " % of a core, "
                + Markdown.format(cluster.receivedPerSecond(figures)) + " bytes/s from Redis";
    }
}
