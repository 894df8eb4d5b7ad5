package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The course of a node's life: what the {@link Membership} tells is handed on to the parts, in the order that their promises need.
 *
 * <p>After an outage the others get time twice: a lease at most until they hear what has waited for them ({@link Gathering}), and from then on
 * a lease until who is missing is told as gone, and who has not renewed its lease is taken for dead.
 */
final class Course implements Membership.Owner {

    private final Node node;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final Duration lease;
    private volatile long backSince;

    Course(Node node, Scheduler scheduler, Ticker ticker, Duration lease) {
        this.node = node;
        this.scheduler = scheduler;
        this.ticker = ticker;
        this.lease = lease;
    }

    @Override
    public void online(Standing standing, boolean afterOutage) {
        node.facts().online(standing);
        node.factSweep().online();
        node.followers().online(standing);
        node.subscriber().online();
        node.connectionCounts().sayAgain();
        if (afterOutage) {
            node.gathering().await(standing, () -> back(standing));
        } else {
            node.publisher().online(standing);
            waitForReturns(standing);
        }
    }

    private void back(Standing standing) {
        node.publisher().online(standing);
        waitForReturns(standing);
        node.membership().gathered(standing);
    }

    private void waitForReturns(Standing standing) {
        backSince = ticker.nanoTime();
        scheduler.schedule(() -> release(standing), lease);
    }

    private void release(Standing standing) {
        if (node.standing() == standing) {
            node.followers().release();
        }
    }

    @Override
    public void offline(Standing standing, boolean disconnected) {
        node.facts().offline();
        node.subscriber().offline(disconnected);
        if (disconnected) {
            // Before the followers, so that nothing that is published from here on is told before what is owed.
            node.publisher().offline();
            node.controls().disconnected();
            node.gathering().disconnected();
        }
        node.followers().offline(standing, disconnected);
    }

    @Override
    public void renewed(Standing standing) {
        node.gathering().takeNote(standing);
        if (ticker.nanoTime() - backSince < lease.toNanos()) {
            return;
        }
        node.takeOvers().lookAround(standing).whenComplete((done, failure) -> {
            if (failure != null) {
                node.failed(standing, failure);
            }
        });
    }

    @Override
    public void available(Optional<Instant> since) {
        node.listener().onAvailability(since);
    }
}
