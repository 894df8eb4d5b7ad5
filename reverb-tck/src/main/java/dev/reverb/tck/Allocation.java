package dev.reverb.tck;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory code allocates, for tests that hold it to a bound: unlike time, it is the same on every machine, or nearly
 * so. What differs is how far the code has been compiled, since compiled code does without some objects. Therefore {@link
 * #ofOperation} repeats until the bound is kept, and gives up only when the code is warm by any measure.
 *
 * <p>For HotSpot and JVMs that count as it does.
 */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Few, so that one that is not typical spoils few. */
    private static final int ROUND = 50;

    private static final int MAX_ROUNDS = 2_000;

    private Allocation() {}

    /**
     * What a thread has allocated in its life.
     *
     * @param thread a live thread
     * @return bytes; less than all where it is allocating this moment
     */
    public static long ofThread(Thread thread) {
        return THREADS.getThreadAllocatedBytes(thread.getId());
    }

    /**
     * What an operation allocates on the calling thread: the average of its best round of {@value #ROUND}, out of as many as it
     * takes to keep the bound, at most {@value #MAX_ROUNDS}.
     *
     * @param bound when to stop; the caller asserts it
     * @param operation what to repeat
     * @return bytes for each time, rounded up
     */
    public static long ofOperation(long bound, Runnable operation) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && least > bound; round++) {
            least = Math.min(least, ofRound(operation));
        }
        return least;
    }

    private static long ofRound(Runnable operation) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUND; i++) {
            operation.run();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return (allocated + ROUND - 1) / ROUND;
    }
}
