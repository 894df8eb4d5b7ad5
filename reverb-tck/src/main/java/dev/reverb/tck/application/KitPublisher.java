package dev.reverb.tck.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Publishes numbers to several applications in turn, until it is stopped. */
final class KitPublisher {

    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final List<KitNumbers> applications;
    private final Thread thread = new Thread(this::publish, "kit-publisher");
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    private KitPublisher(List<KitNumbers> applications) {
        this.applications = applications;
    }

    static KitPublisher of(KitNumbers... applications) {
        KitPublisher publisher = new KitPublisher(List.of(applications));
        publisher.thread.start();
        return publisher;
    }

    private void publish() {
        try {
            while (!stopped) {
                applications.forEach(KitNumbers::next);
                LockSupport.parkNanos(PAUSE);
            }
        } catch (RuntimeException | AssertionError failed) {
            failure = failed;
        }
    }

    /**
     * Waits for the publish that is under way.
     *
     * @throws AssertionError where one failed
     */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        if (failure != null) {
            throw new AssertionError("Publishing failed", failure);
        }
    }
}
