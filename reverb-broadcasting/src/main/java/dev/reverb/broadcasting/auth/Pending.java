package dev.reverb.broadcasting.auth;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.transport.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many answers may be under way, and for how long each. Any thread. */
final class Pending {

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastingAuth.class);

    private final int max;
    private final Duration timeout;
    private final Scheduler scheduler;
    private final AtomicInteger count = new AtomicInteger();

    Pending(int max, Duration timeout, Scheduler scheduler) {
        this.max = max;
        this.timeout = timeout;
        this.scheduler = scheduler;
    }

    /** An answer to be completed; where too many are under way, it is already. */
    CompletableFuture<HttpResponse> begin() {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        answer.whenComplete((done, never) -> count.decrementAndGet());
        if (count.incrementAndGet() > max) {
            LOG.warn("A client is answered 503: {} wait already to join a channel or to sign in", max);
            answer.complete(Refusal.answer(503, "Too much is under way"));
        }
        return answer;
    }

    /** Answers what has not been answered in time. */
    void limit(CompletableFuture<HttpResponse> answer) {
        if (answer.isDone()) {
            return;
        }
        Scheduler.Cancellable expiry = scheduler.schedule(() -> expire(answer), timeout);
        answer.whenComplete((done, never) -> expiry.cancel());
    }

    private void expire(CompletableFuture<HttpResponse> answer) {
        if (answer.complete(Refusal.answer(503, "It took too long"))) {
            LOG.warn("A client is answered 503: a guard or channel rule has not ended in {}", timeout);
        }
    }
}
