package dev.reverb.spi;

import java.time.Duration;

/**
 * Runs short, non-blocking tasks later. The engine has few timers (one sweep a second, time-outs of requests, the steps
 * of a shutdown), never one per connection.
 *
 * <p>Safe for any thread. Tasks may run on any thread, one at a time.
 */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs a task once.
     *
     * @param task what to run; does not throw
     * @param delay how long to wait at least; zero or less means as soon as possible
     * @return takes the task back, if it has not begun
     */
    Cancellable schedule(Runnable task, Duration delay);

    /** A scheduled task that can be taken back. */
    @FunctionalInterface
    interface Cancellable {

        /** Takes the task back; does nothing where it has begun or was taken back before. */
        void cancel();
    }

    /**
     * A scheduler on one daemon thread named {@code reverb-scheduler}, started when it is first used and ended when it
     * has had nothing to do for a while.
     *
     * @return a new scheduler
     */
    static Scheduler system() {
        return new SystemScheduler();
    }
}
