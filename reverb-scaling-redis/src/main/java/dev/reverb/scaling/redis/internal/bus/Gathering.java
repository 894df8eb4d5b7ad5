package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits after an outage until the others hear again. Redis keeps no message for a node that is not there; so what waited for the end of
 * the outage would be lost for all nodes that come back later than this one. A node that has subscribed to all that it follows subscribes to
 * one topic more, and as many as had done so before the outage are waited for; but no longer than a lease, since one that is not back by then
 * has died.
 */
final class Gathering {

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final Hub hub;
    private final Followers followers;
    private final Scheduler scheduler;
    private final Duration longest;
    private volatile long expected = 1;

    Gathering(Hub hub, Followers followers, Scheduler scheduler, Duration longest) {
        this.hub = hub;
        this.followers = followers;
        this.scheduler = scheduler;
        this.longest = longest;
    }

    /** Waits, then runs the task, once. */
    void await(Standing standing, Runnable task) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (hub.standing() == standing && done.compareAndSet(false, true)) {
                task.run();
            }
        };
        scheduler.schedule(once, longest);
        followers.whenSettled(() -> look(standing, once, done));
    }

    private void look(Standing standing, Runnable once, AtomicBoolean done) {
        if (done.get() || hub.standing() != standing) {
            return;
        }
        standing.session().subscribers(followers.gathering()).whenComplete((number, failure) -> {
            if (failure != null) {
                hub.failed(standing, failure);
            } else if (number >= expected) {
                once.run();
            } else {
                scheduler.schedule(() -> look(standing, once, done), INTERVAL);
            }
        });
    }

    /** Shows the others that this node is there, and takes note of how many they are. */
    void takeNote(Standing standing) {
        followers.whenSettled(() -> standing.session()
                .subscribers(followers.gathering())
                .whenComplete((number, failure) -> {
                    if (failure != null) {
                        hub.failed(standing, failure);
                    } else {
                        expected = number;
                    }
                }));
    }
}
