package dev.reverb.tck;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is told to advance, and the scheduler that goes with it.
 *
 * <p>It begins at {@link #START}, and its {@link #nanoTime()} a few seconds before the largest {@code long}, so that
 * code which compares such times instead of their differences fails here rather than after 292 years.
 *
 * <p>Safe for any thread. Tasks run on the thread that advances the time, one at a time, in the order of their times; of
 * two at the same time the one that was scheduled first goes first.
 */
public final class FakeClock implements Ticker, Scheduler {

    /** The time of day at which every fake clock begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long FIRST_NANO_TIME =
            Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long elapsed;
    private long scheduled;

    /** A clock at {@link #START}, with nothing scheduled. */
    public FakeClock() {}

    @Override
    public synchronized long nanoTime() {
        return FIRST_NANO_TIME + elapsed;
    }

    @Override
    public synchronized long currentTimeMillis() {
        return START.toEpochMilli() + elapsed / 1_000_000;
    }

    /**
     * The time of day.
     *
     * @return {@link #START} and what the clock was advanced by
     */
    public synchronized Instant now() {
        return START.plusNanos(elapsed);
    }

    @Override
    public synchronized Cancellable schedule(Runnable task, Duration delay) {
        Task scheduledTask = new Task(elapsed + Math.max(0, delay.toNanos()), scheduled++, task);
        tasks.add(scheduledTask);
        return () -> cancel(scheduledTask);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /**
     * Lets time pass, and runs what becomes due meanwhile, each task at its own time. What the tasks schedule within the
     * same span runs too.
     *
     * @param time how much
     * @throws IllegalArgumentException where it is negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Time does not go back: " + time);
        }
        long end;
        synchronized (this) {
            end = elapsed + time.toNanos();
        }
        for (Task task = takeDue(end); task != null; task = takeDue(end)) {
            task.action().run();
        }
        synchronized (this) {
            elapsed = Math.max(elapsed, end);
        }
    }

    private synchronized @Nullable Task takeDue(long end) {
        Task next = tasks.peek();
        if (next == null || next.due() > end) {
            return null;
        }
        elapsed = Math.max(elapsed, next.due());
        return tasks.poll();
    }

    /**
     * How long it is to the next task.
     *
     * @return zero where one is due already, or empty where nothing is scheduled
     */
    public synchronized Optional<Duration> untilNextTask() {
        return Optional.ofNullable(tasks.peek()).map(task -> Duration.ofNanos(Math.max(0, task.due() - elapsed)));
    }

    /**
     * How many tasks are scheduled that have neither begun nor been taken back.
     *
     * @return the number of tasks
     */
    public synchronized int pendingTasks() {
        return tasks.size();
    }

    @Override
    public String toString() {
        return "FakeClock[" + now() + ", " + pendingTasks() + " tasks]";
    }

    private record Task(long due, long number, Runnable action) {}
}
