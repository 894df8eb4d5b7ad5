package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.scaling.Report.Row;
import java.io.IOException;

/** At a fixed rate, far from what a server can do; and nothing but connections, to compare. */
final class PublishPart extends EventsPart {

    private static final String BASE = "publish";
    private static final int RATE = 300;

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        Cost idle = Cost.of(
                Operation.SECOND, load(cluster, cluster.options().whole(), cluster.all(), "rate", "--rate", "0"));
        report.add(new Row(BASE, "connections only", cluster.nodes(), idle, ""));
        String rate = cluster.options().size(RATE);
        measureEach(cluster, report, BASE, rate + " publishes/s", "rate", "--rate", rate);
    }
}
