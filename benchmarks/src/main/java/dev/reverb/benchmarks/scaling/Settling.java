package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.Markdown;
import java.io.IOException;
import java.util.Map;

/**
 * Measures a load once its cost stands still. What a server has done for the first time a moment ago costs twice as much as a minute later:
 * it is not compiled yet, and the compilers' threads count, too. So the load is repeated for a short while at a time, until two times in
 * a row cost about the same.
 */
final class Settling {

    /** By how much two times in a row may differ: a twentieth. */
    static final double CLOSE = 0.05;

    /** How long a time takes: half a second to begin, two seconds that count. */
    private static final Span ONCE = new Span(0.5, 2);

    private static final double NANOS = 1e9;

    /**
     * How long a load takes.
     *
     * @param warmup seconds before what is measured
     * @param seconds what is measured
     */
    record Span(double warmup, double seconds) {}

    /** What is measured: of a run so long, all figures of the load generator. */
    @FunctionalInterface
    interface Load {
        Map<String, Double> run(Span span) throws IOException, InterruptedException;
    }

    /**
     * What was measured.
     *
     * @param figures of the load generator
     * @param remark what is to be said of it; empty for nothing
     */
    record Measured(Operation operation, Map<String, Double> figures, String remark) {

        Cost cost() {
            return Cost.of(operation, figures);
        }

        /** What is to be said, and something before it. */
        String remark(String before) {
            return before.isEmpty() || remark.isEmpty() ? before + remark : before + "; " + remark;
        }
    }

    private final Span whole;
    private final double longest;

    /**
     * Repeats a load, then measures it.
     *
     * @param whole the run that counts
     * @param longest seconds for which a load is repeated at most; zero for not at all
     */
    Settling(Span whole, double longest) {
        this.whole = whole;
        this.longest = longest;
    }

    /**
     * Measures a load.
     *
     * @throws IOException where it failed, or lost anything, at any time
     */
    Measured measure(Operation operation, Load load) throws IOException, InterruptedException {
        String remark = longest > 0 ? settle(operation, load) : "";
        return new Measured(operation, load.run(whole), remark);
    }

    private String settle(Operation operation, Load load) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        double before = cost(operation, load);
        while (true) {
            double now = cost(operation, load);
            if (isClose(before, now)) {
                return "";
            }
            if (System.nanoTime() - begin > longest * NANOS) {
                return "had not settled after " + Markdown.format(longest) + " s: " + Markdown.format(before)
                        + ", then " + Markdown.format(now) + " µs";
            }
            before = now;
        }
    }

    private static double cost(Operation operation, Load load) throws IOException, InterruptedException {
        return Cost.of(operation, load.run(ONCE)).allServers();
    }

    static boolean isClose(double before, double now) {
        return Math.abs(now - before) <= CLOSE * before;
    }
}
