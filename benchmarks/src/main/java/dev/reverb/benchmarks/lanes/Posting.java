package dev.reverb.benchmarks.lanes;

import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.connection.OutboundBudget;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import java.util.concurrent.locks.LockSupport;

/** What it costs to post a task to another lane, which is all that lanes have to do with each other. */
final class Posting {

    private static final int BURST = 64;
    private static final int ROUNDS = 20_000;

    private final LaneThread lane = new LaneThread(99);
    private final LaneWorker worker = new LaneWorker(
            lane, Ticker.system(), new OutboundBudget(Long.MAX_VALUE), Integer.MAX_VALUE, MetricsRecorder.disabled());
    private final Tally done = new Tally(1);

    /** Nanoseconds for the one who posts to a lane that is at work. */
    static double busy() throws InterruptedException {
        return new Posting().measure(BURST, 0);
    }

    /** Nanoseconds for the one who posts to a lane that sleeps and has to be woken. */
    static double asleep() throws InterruptedException {
        return new Posting().measure(1, 60_000);
    }

    private double measure(int burst, long pauseNanos) throws InterruptedException {
        int rounds = pauseNanos == 0 ? ROUNDS : ROUNDS / 10;
        round(burst, rounds, pauseNanos);
        double nanos = round(burst, rounds, pauseNanos);
        lane.stop();
        return nanos;
    }

    private double round(int burst, int rounds, long pauseNanos) {
        long posted = done.sum();
        long nanos = 0;
        for (int i = 0; i < rounds; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            } else {
                worker.execute(() -> done.add(0, 1));
                posted++;
            }
            long from = System.nanoTime();
            for (int j = 0; j < burst; j++) {
                worker.execute(() -> done.add(0, 1));
            }
            nanos += System.nanoTime() - from;
            posted += burst;
            while (done.sum() < posted) {
                Thread.onSpinWait();
            }
        }
        return (double) nanos / rounds / burst;
    }
}
