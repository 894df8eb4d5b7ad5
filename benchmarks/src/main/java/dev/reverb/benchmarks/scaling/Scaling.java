package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.Cores;
import dev.reverb.benchmarks.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** {@code ./benchmarks/scaling}: see {@code docs/benchmarks.md}. */
public final class Scaling {

    private static final int[] NODES = {0, 1, 2, 4};

    private final ScalingOptions options;
    private final Report report = new Report();
    private boolean failed;

    private Scaling(ScalingOptions options) {
        this.options = options;
    }

    /**
     * Measures. The exit status is 1 if a row failed, 2 for wrong usage.
     *
     * @param arguments the options
     */
    public static void main(String... arguments) throws InterruptedException {
        ScalingOptions options;
        try {
            options = ScalingOptions.parse(arguments);
        } catch (ParameterException e) {
            System.err.println("scaling: " + e.getMessage() + "; --help lists the options");
            System.exit(2);
            return;
        }
        if (options.help) {
            System.out.print(ScalingOptions.usage());
            return;
        }
        Scaling scaling = new Scaling(options);
        scaling.run();
        System.exit(scaling.failed ? 1 : 0);
    }

    private void run() throws InterruptedException {
        for (int nodes : NODES) {
            measure(nodes, false);
        }
        for (int nodes : NODES) {
            measure(nodes, true);
        }
        System.out.print(report.markdown(environment()));
    }

    /** Measures all that is wanted on so many nodes; a row that fails does not stop the others. */
    private void measure(int nodes, boolean isMetered) throws InterruptedException {
        List<Part> parts = options.rows.stream()
                .sorted()
                .filter(part -> part.isFor(nodes) && part.isMetered() == isMetered)
                .toList();
        if (parts.isEmpty()) {
            return;
        }
        try (Cluster cluster = isMetered ? Cluster.startMetered(options, nodes) : Cluster.start(options, nodes)) {
            System.err.println(cluster + ": warm-up…");
            cluster.warmUp();
            for (Part part : parts) {
                System.err.println(cluster + ": " + part + "…");
                measure(part, cluster);
            }
        } catch (IOException e) {
            fail(nodes + " nodes", e);
        }
    }

    private void measure(Part part, Cluster cluster) throws InterruptedException {
        try {
            part.measure(cluster, report);
        } catch (IOException e) {
            fail(cluster + ", " + part, e);
        }
    }

    private void fail(String what, IOException why) {
        failed = true;
        System.err.println("scaling: " + what + " failed: " + why.getMessage());
    }

    private Map<String, String> environment() {
        Map<String, String> facts = Environment.describe(options.jvmOptions);
        facts.put("Redis", Environment.answer("redis-server", "--version"));
        facts.put("cores", Cores.describe());
        facts.put(
                "runs",
                String.format(
                        Locale.ROOT,
                        "one of %.3g s each, after %.3g s of warm-up; before that most loads were repeated until their cost"
                                + " stood still, for %.3g s at most",
                        options.seconds,
                        options.warmup,
                        options.settle));
        return facts;
    }
}
