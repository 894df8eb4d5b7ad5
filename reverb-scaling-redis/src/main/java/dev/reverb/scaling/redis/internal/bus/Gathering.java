package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits after an outage until the others hear again. Redis keeps no message for a node that is not there; so what waited for the end of
 * the outage would be lost for all nodes that come back later than this one.
 *
 * <p>A node that has subscribed to all that it follows subscribes to one topic more, and tells the others there how many they are now, so that
 * all know as soon as there is one more. After an outage as many as before are waited for; but no longer than a lease, since one that is not
 * back by then has died. Safe for any thread.
 */
final class Gathering {

    /** How often it is looked whether all are back. */
    static final Duration INTERVAL = Duration.ofMillis(50);

    private final Hub hub;
    private final Subscriber subscriber;
    private final String topic;
    private final Scheduler scheduler;
    private final Duration longest;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final AtomicReference<@Nullable RedisSession> told = new AtomicReference<>();
    private long expected = 1;

    /**
     * Expects nobody else yet.
     *
     * @param topic which {@code subscriber} subscribes to last
     * @param longest how long others are waited for
     */
    Gathering(Hub hub, Subscriber subscriber, String topic, Scheduler scheduler, Duration longest) {
        this.hub = hub;
        this.subscriber = subscriber;
        this.topic = topic;
        this.scheduler = scheduler;
        this.longest = longest;
    }

    /** Completes once the others know that this node is there, or there is nobody who could know. */
    CompletionStage<Void> joined() {
        return joined.copy();
    }

    void disconnected() {
        joined.complete(null);
    }

    /** Runs a task once this node hears, and all others do or had time to, unless Redis is away again by then. */
    void await(Standing standing, Runnable task) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (hub.standing() == standing && done.compareAndSet(false, true)) {
                task.run();
            }
        };
        subscriber.whenWhole(() -> {
            scheduler.schedule(once, longest);
            look(standing, once, done);
        });
    }

    private void look(Standing standing, Runnable once, AtomicBoolean done) {
        if (done.get() || hub.standing() != standing) {
            return;
        }
        count(standing, number -> {
            tell(standing, number);
            if (number >= expected()) {
                once.run();
            } else {
                scheduler.schedule(() -> look(standing, once, done), INTERVAL);
            }
        });
    }

    /** Shows the others that this node is there, and takes note of how many they are. */
    void takeNote(Standing standing) {
        subscriber.whenWhole(() -> count(standing, number -> {
            expect(number);
            tell(standing, number);
        }));
    }

    private void count(Standing standing, LongConsumer then) {
        standing.session().subscribers(topic).whenComplete((number, failure) -> {
            if (failure != null) {
                hub.failed(standing, failure);
            } else {
                then.accept(number);
            }
        });
    }

    /** Tells the others, once in each session. */
    private void tell(Standing standing, long number) {
        if (told.getAndSet(standing.session()) != standing.session()) {
            standing.state()
                    .topics()
                    .gathered(hub.sender(), Math.toIntExact(number))
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            joined.complete(null);
                        } else {
                            hub.failed(standing, failure);
                        }
                    });
        }
    }

    /** Another has told how many they are. One that was counted and has gone since is found out with the next {@link #takeNote}. */
    synchronized void told(int number) {
        expected = Math.max(expected, number);
    }

    private synchronized void expect(long number) {
        expected = number;
    }

    private synchronized long expected() {
        return expected;
    }
}
