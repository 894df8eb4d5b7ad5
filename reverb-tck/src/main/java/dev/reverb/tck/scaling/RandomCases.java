package dev.reverb.tck.scaling;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order: what each server was told, replayed, is what the cluster is. */
abstract class RandomCases extends ScalingCase {

    private static final int STEPS = Boolean.getBoolean("reverb.long") ? 5_000 : 400;

    private static final int OUTAGES = 3;

    private static final long SEED = Long.getLong("reverb.seed", 20_261_121L);

    RandomCases(Callable<ClusterUnderTest> factory) {
        super(factory);
    }

    /** What a run does. */
    private interface Course {
        void of(RandomRun run) throws Exception;
    }

    private void run(Course course) throws Exception {
        try {
            RandomRun run = new RandomRun(this, SEED);
            course.of(run);
            run.end();
        } catch (Exception | AssertionError failed) {
            throw new AssertionError("With -Dreverb.seed=" + SEED + ": " + failed.getMessage(), failed);
        }
    }

    @Test
    void allSeeTheSame() throws Exception {
        run(run -> {
            run.act(STEPS);
            run.settle();
            run.checkOrder();
            run.checkEvents();
        });
    }

    @Test
    void allSeeTheSameThoughOneIsKilled() throws Exception {
        run(run -> {
            run.act(STEPS);
            run.replaceOne();
            run.act(STEPS);
            run.settle();
            run.checkOrder();
            run.checkEvents();
        });
    }

    @Test
    void allAgreeAfterOutages() throws Exception {
        assumeTrue(cluster().canBeAway(), "The back-end cannot be taken away");
        run(run -> goAwayAndCome(run, this::bringBack));
    }

    @Test
    void allAgreeThoughTheBackEndForgets() throws Exception {
        assumeTrue(cluster().canBeAway() && cluster().canForget(), "The back-end cannot lose its memory");
        run(run -> goAwayAndCome(run, this::bringBackEmpty));
    }

    /** How the back-end comes back. */
    private interface Return {
        void come() throws Exception;
    }

    private void goAwayAndCome(RandomRun run, Return back) throws Exception {
        for (int i = 0; i < OUTAGES; i++) {
            run.act(STEPS / 4);
            run.settle();
            takeAway();
            run.forgetOrder();
            // Not one in two of them publishes, and on any of three servers.
            run.act(2 * cluster().maxBufferedMessages());
            back.come();
            run.act(STEPS / 4);
            run.settle();
        }
        run.checkEvents();
    }
}
