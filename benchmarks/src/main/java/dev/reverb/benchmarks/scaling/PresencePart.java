package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.Markdown;
import dev.reverb.benchmarks.scaling.Report.Row;
import dev.reverb.benchmarks.scaling.Settling.Measured;
import dev.reverb.benchmarks.scaling.Settling.Span;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Clients leave a large presence channel and join it again at a fixed rate, all the way from connecting. Most of its users are on a
 * {@link StandIn}. At the end exactly those must be left.
 */
final class PresencePart implements Part.Measurement {

    private static final int USERS = 5_000;
    private static final int CONNECTED = 200;
    private static final int RATE = 200;
    private static final int HOLD_SECONDS = 60;
    private static final double MEGABYTE = 1e6;

    private static final String PREFIX = "large";
    private static final String CHANNEL = "presence-" + PREFIX;

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        int users = cluster.options().scaled(USERS);
        int connected = cluster.options().scaled(CONNECTED);
        int rate = cluster.options().scaled(RATE);
        int away = users - connected;
        long heap = cluster.server(1).liveHeap();
        try (StandIn standIn = StandIn.join(cluster.redis(), CHANNEL, away)) {
            long held = heapWithOneSubscriberEach(cluster, standIn, away) - heap;
            Measured measured = cluster.settling().measure(Operation.JOIN, span -> {
                Map<String, Double> figures = churn(cluster, span, connected, rate);
                standIn.awaitUsers(away);
                return figures;
            });
            report.add(new Row(
                    "presence",
                    rate + " joins/s and leaves/s by " + connected + " of " + users + " users",
                    cluster.nodes(),
                    measured.cost(),
                    measured.remark(remark(measured.figures(), held))));
        }
    }

    private static Map<String, Double> churn(Cluster cluster, Span span, int connected, int rate)
            throws IOException, InterruptedException {
        return cluster.loadAs(
                PREFIX,
                span,
                "churn",
                cluster.all(),
                "--presence",
                "--conns",
                "" + connected,
                "--rate",
                "" + rate,
                "--window",
                "" + connected);
    }

    /** The live heap of the first node while each has a subscriber of the channel. */
    private static long heapWithOneSubscriberEach(Cluster cluster, StandIn standIn, int away)
            throws IOException, InterruptedException {
        int nodes = cluster.nodes();
        Process holding = cluster.start(
                PREFIX,
                cluster.options().whole(),
                "idle",
                cluster.all(),
                "--presence",
                "--conns",
                "" + nodes,
                "--hold",
                "" + HOLD_SECONDS);
        try {
            standIn.awaitUsers(away + nodes);
            return cluster.server(1).liveHeap();
        } finally {
            holding.destroyForcibly().waitFor(HOLD_SECONDS, TimeUnit.SECONDS);
            standIn.awaitUsers(away);
        }
    }

    private static String remark(Map<String, Double> figures, long held) {
        double joins = figures.getOrDefault("cycles", Double.NaN);
        return Markdown.format(figures.getOrDefault("connects_per_s", Double.NaN)) + " joins/s; "
                + Markdown.format(figures.getOrDefault("member_events", Double.NaN) / joins)
                + " member events per join; "
                + "heap of a node for the channel: " + Markdown.format(Math.max(0, held) / MEGABYTE)
                + " MB; resident, all: "
                + Markdown.format(figures.getOrDefault("server_rss_after_kib", Double.NaN) * 1024 / MEGABYTE) + " MB";
    }
}
