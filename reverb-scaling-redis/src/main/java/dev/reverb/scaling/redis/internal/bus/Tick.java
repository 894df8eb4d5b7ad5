package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something a little later, once for all who have asked for it meanwhile. Safe for any thread. */
final class Tick {

    private final Scheduler scheduler;
    private final Duration delay;
    private final Runnable task;
    private final AtomicBoolean due = new AtomicBoolean();

    Tick(Scheduler scheduler, Duration delay, Runnable task) {
        this.scheduler = scheduler;
        this.delay = delay;
        this.task = task;
    }

    void soon() {
        if (due.compareAndSet(false, true)) {
            scheduler.schedule(this::run, delay);
        }
    }

    private void run() {
        due.set(false);
        task.run();
    }
}
