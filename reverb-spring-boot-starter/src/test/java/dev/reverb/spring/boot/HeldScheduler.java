package dev.reverb.spring.boot;

import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Holds what is to run after {@value #HOURS} hour until it is released; all else runs in its time. */
final class HeldScheduler implements Scheduler {

    static final int HOURS = 1;

    private final Scheduler scheduler = Scheduler.system();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    void release() {
        released.complete(null);
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
        if (!delay.equals(Duration.ofHours(HOURS))) {
            return scheduler.schedule(task, delay);
        }
        released.thenRun(task);
        return () -> {};
    }
}
