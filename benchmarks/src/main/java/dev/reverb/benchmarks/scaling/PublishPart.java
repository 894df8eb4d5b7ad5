package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.scaling.Report.Row;
import java.io.IOException;

/** Publishes to one channel at a fixed rate: its subscribers are on the publisher's node, on another, or on all. */
final class PublishPart implements Part.Measurement {

    private static final String BASE = "publish";
    private static final int SUBSCRIBERS = 100;
    private static final int RATE = 300;

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        load(cluster, report, "connections only", 0, cluster.all());
        int rate = cluster.options().scaled(RATE);
        String load = rate + " publishes/s, " + cluster.options().size(SUBSCRIBERS) + " subscribers";
        if (cluster.nodes() <= 1) {
            load(cluster, report, load, rate, 1);
        } else {
            load(cluster, report, load + " on the publisher's node", rate, 1);
            load(cluster, report, load + " on another", rate, 2);
            load(cluster, report, load + " spread over all", rate, cluster.all());
        }
    }

    private static void load(Cluster cluster, Report report, String load, int rate, int... connectTo)
            throws IOException, InterruptedException {
        Cost cost = Cost.of(
                rate == 0 ? Operation.SECOND : Operation.PUBLISH,
                cluster.load("rate", connectTo, "--conns", cluster.options().size(SUBSCRIBERS), "--rate", "" + rate));
        report.add(new Row(BASE, load, cluster.nodes(), cost, ""));
    }
}
