package dev.reverb.benchmarks.scaling;

import java.io.IOException;

/** As many as the core takes, which the servers and Redis share: what one costs then is what a busy cluster pays. */
final class SaturatedPart extends EventsPart {

    private static final String WINDOW = "16";

    @Override
    public void measure(Cluster cluster, Report report) throws IOException, InterruptedException {
        measureEach(
                cluster,
                report,
                "saturated",
                "as many as it takes, " + WINDOW + " at a time",
                "fanout",
                "--window",
                WINDOW);
    }
}
