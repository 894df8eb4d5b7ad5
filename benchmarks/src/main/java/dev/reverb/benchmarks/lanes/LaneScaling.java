package dev.reverb.benchmarks.lanes;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * {@code LaneScaling [LANES]}: prints how many deliveries a second the engine makes with one lane, two, four and so on, for
 * {@code docs/capacity.md}.
 */
public final class LaneScaling {

    /** What a write costs: nothing but the engine; and what the kernel takes for one on loopback. */
    private static final int[] WRITE_NANOS = {0, 2_500};

    private static final List<Load> LOADS = List.of(
            new Load("one channel of 1 000, one event at a time", 1, 1_000, 1),
            new Load("one channel of 1 000, 8 outstanding", 1, 1_000, 8),
            new Load("1 000 channels of 10, 64 outstanding", 1_000, 10, 64),
            new Load("10 000 channels of 1, 64 outstanding", 10_000, 1, 64));

    private LaneScaling() {}

    /**
     * Measures and prints.
     *
     * @param arguments how many lanes at most; as many as there are cores by default
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int most = arguments.length > 0
                ? Integer.parseInt(arguments[0])
                : Runtime.getRuntime().availableProcessors();
        double nanosPerStep = nanosPerStep();
        StringBuilder heads = new StringBuilder("| load | a write takes |");
        for (int lanes = 1; lanes <= most; lanes *= 2) {
            heads.append(lanes == 1 ? " 1 lane, deliveries/s |" : " " + lanes + " lanes |");
        }
        System.out.println(heads + "\n|"
                + " --- |".repeat((int) heads.chars().filter(c -> c == '|').count() - 1));
        for (int nanos : WRITE_NANOS) {
            for (Load load : LOADS) {
                row(load, nanos, (int) (nanos / nanosPerStep), most);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nposting to a lane: %.0f ns where it is at work, %.0f ns where it sleeps%n",
                Posting.busy(),
                Posting.asleep());
    }

    private static void row(Load load, int nanos, int work, int most) throws IOException {
        System.out.print("| " + load.title() + " | " + nanos + " ns |");
        double one = 0;
        for (int lanes = 1; lanes <= most; lanes *= 2) {
            try (Run run = new Run(load, lanes, work)) {
                double rate = run.deliveriesPerSecond();
                one = lanes == 1 ? rate : one;
                System.out.printf(Locale.ROOT, " %.0f", rate);
                System.out.print(lanes == 1 ? " |" : String.format(Locale.ROOT, " (%.2f x) |", rate / one));
            }
        }
        System.out.println();
    }

    /** Taken over short runs of it, as they will be. */
    private static double nanosPerStep() {
        int steps = 1_000;
        int runs = 200_000;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long from = System.nanoTime();
            int value = i;
            for (int run = 0; run < runs; run++) {
                value = WorkingConnection.spin(value, steps);
            }
            least = Math.min(least, (double) (System.nanoTime() - from) / runs / steps + value * 1e-30);
        }
        return least;
    }
}
