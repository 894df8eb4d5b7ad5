package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.scaling.Report.Row;
import dev.reverb.benchmarks.scaling.Settling.Measured;
import dev.reverb.benchmarks.scaling.Settling.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishes to one channel: its subscribers are on the publisher's node, on another, or on all. */
abstract class EventsPart implements Part.Measurement {

    private static final int SUBSCRIBERS = 100;

    /** Measures the three, or the one that there is. */
    final void measureEach(Cluster cluster, Report report, String base, String events, String mode, String... more)
            throws IOException, InterruptedException {
        String load = events + ", " + cluster.options().size(SUBSCRIBERS) + " subscribers";
        if (cluster.nodes() <= 1) {
            measure(cluster, report, base, load, new int[] {1}, mode, more);
        } else {
            measure(cluster, report, base, load + " on the publisher's node", new int[] {1}, mode, more);
            measure(cluster, report, base, load + " on another", new int[] {2}, mode, more);
            measure(cluster, report, base, load + " spread over all", cluster.all(), mode, more);
        }
    }

    private static void measure(
            Cluster cluster, Report report, String base, String load, int[] connectTo, String mode, String... more)
            throws IOException, InterruptedException {
        Measured measured =
                cluster.settling().measure(Operation.PUBLISH, span -> load(cluster, span, connectTo, mode, more));
        report.add(new Row(base, load, cluster.nodes(), measured.cost(), measured.remark()));
    }

    static Map<String, Double> load(Cluster cluster, Span span, int[] connectTo, String mode, String... more)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("--conns", cluster.options().size(SUBSCRIBERS)));
        arguments.addAll(List.of(more));
        return cluster.load(span, mode, connectTo, arguments.toArray(String[]::new));
    }
}
