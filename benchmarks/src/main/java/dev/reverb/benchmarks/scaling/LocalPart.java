package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.scaling.Report.Row;
import dev.reverb.benchmarks.scaling.Settling.Measured;
import java.io.IOException;

/** What a single server pays for scaling that it does not need: as fast as it goes. */
final class LocalPart implements Part.Measurement {

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        String conns = cluster.options().size(200);
        load(cluster, report, "publish to nobody, 8 at a time", Operation.REQUEST, "http", "--http-conns", "8");
        load(cluster, report, "client events in pairs", Operation.MESSAGE, "whisper", "--conns", conns);
        load(cluster, report, conns + " come and go, a channel each", Operation.JOIN, "churn", "--conns", conns);
        load(
                cluster,
                report,
                conns + " come and go, one presence channel",
                Operation.JOIN,
                "churn",
                "--presence",
                "--conns",
                conns);
    }

    private static void load(
            Cluster cluster, Report report, String load, Operation operation, String mode, String... more)
            throws IOException, InterruptedException {
        Measured measured =
                cluster.settling().measure(operation, span -> cluster.load(span, mode, cluster.all(), more));
        report.add(new Row(load, load, cluster.nodes(), measured.cost(), measured.remark()));
    }
}
