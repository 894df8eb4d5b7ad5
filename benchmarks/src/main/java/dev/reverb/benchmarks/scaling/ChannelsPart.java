package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.scaling.Report.Row;
import java.io.IOException;

/** Publishes to many channels in turn, with one subscriber each, spread over all nodes. */
final class ChannelsPart implements Part.Measurement {

    private static final int CHANNELS = 10_000;
    private static final int RATE = 1_000;

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        String channels = cluster.options().size(CHANNELS);
        String rate = cluster.options().size(RATE);
        Cost cost = Cost.of(
                Operation.PUBLISH,
                cluster.load(
                        cluster.options().whole(),
                        "rate",
                        cluster.all(),
                        "--conns",
                        channels,
                        "--channels",
                        channels,
                        "--rate",
                        rate,
                        "--http-conns",
                        "8"));
        String load = rate + " publishes/s over " + channels + " channels of one subscriber";
        report.add(new Row("channels", load, cluster.nodes(), cost, ""));
    }
}
