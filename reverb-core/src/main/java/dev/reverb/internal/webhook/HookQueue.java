package dev.reverb.internal.webhook;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.internal.retry.Backoff;
import dev.reverb.internal.retry.RetryAfter;
import dev.reverb.spi.WebhookResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one hook, and the batch that is on its way to it: one at a time, so that the hook is told in order.
 *
 * <ol>
 *   <li>The first event waits {@code webhook_batch_ms} for others; a full batch goes at once.
 *   <li>A batch that is not answered 2xx within ten seconds is sent again, unchanged, when {@link Backoff} or the hook's {@code
 *       Retry-After} says.
 *   <li>When its oldest event has waited for {@link #RETRY_TIME} it is tried once more, in any case once, and then dropped. So a hook
 *       that comes back in that time loses nothing. The next batch is tried when the hook's pause is over.
 *   <li>Where more waits than may, the oldest that are in no batch are dropped.
 * </ol>
 *
 * <p>In its application's turns only.
 */
final class HookQueue {

    /** The most events of a batch. */
    static final int MAX_BATCH_EVENTS = 100;

    /** The most bytes of a batch's events, {@value}; one event always fits. */
    static final int MAX_BATCH_BYTES = 262_144;

    /** The most bytes of events that wait, {@value}, however few they are. */
    static final long MAX_WAITING_BYTES = 64L * 1_024 * 1_024;

    /** How long a batch is tried, from its oldest event on. */
    static final Duration RETRY_TIME = Duration.ofMinutes(5);

    private final HookContext context;
    private final Webhook hook;
    private final String appId;
    private final Outage outage;
    private final Consumer<Attempt.Outcome> ended;
    private final ArrayDeque<WebhookBatch.Event> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable WebhookBatch batch;
    private @Nullable Attempt attempt;
    private int failures;

    /** Not before then is the hook tried; in the ticker's nanoseconds, which begin at zero. */
    private long pauseEnds;

    private boolean flushing;
    private boolean lastAttempt;
    private @Nullable ClusterFacts lastSource;
    private int part;

    /**
     * Begins with nothing waiting.
     *
     * @param post runs a task in the next turn
     */
    HookQueue(HookContext context, Webhook hook, String appId, Consumer<Runnable> post) {
        this.context = context;
        this.hook = hook;
        this.appId = appId;
        this.outage = new Outage(appId, hook, context.ticker());
        this.ended = outcome -> post.accept(() -> ended(outcome));
    }

    Webhook hook() {
        return hook;
    }

    /** Takes an event; where it is one too many, the oldest that waits is dropped. */
    void offer(WebhookBatch.Event event, int maxPending) {
        waiting.add(event);
        waitingBytes += event.json().length;
        int dropped = 0;
        while (waiting.size() > maxPending || waitingBytes > MAX_WAITING_BYTES && waiting.size() > 1) {
            take().end();
            dropped++;
        }
        if (dropped > 0) {
            dropped(dropped, "too many wait");
        }
    }

    private WebhookBatch.Event take() {
        WebhookBatch.Event oldest = waiting.remove();
        waitingBytes -= oldest.json().length;
        return oldest;
    }

    /** Does what is due, and answers when there is more to do. */
    long turn(long now, Application application) {
        if (attempt != null && now - attempt.deadline() >= 0) {
            Attempt late = attempt;
            failed(now, "has not answered in time", Duration.ZERO);
            late.cancel();
        }
        if (attempt == null && isDue(now, application)) {
            begin(now, application);
        }
        return nextDue(application);
    }

    private boolean isDue(long now, Application application) {
        return nextDue(application) <= now;
    }

    private long nextDue(Application application) {
        if (attempt != null) {
            return attempt.deadline();
        }
        if (batch != null) {
            return pauseEnds;
        }
        if (waiting.isEmpty()) {
            return Turns.NEVER;
        }
        if (waiting.element().source() != null) {
            return pauseEnds; // a batch already
        }
        boolean full = waiting.size() >= MAX_BATCH_EVENTS || waitingBytes >= MAX_BATCH_BYTES;
        return full || flushing
                ? pauseEnds
                : Math.max(
                        pauseEnds,
                        waiting.element().since()
                                + application.webhookBatchTime().toNanos());
    }

    private void begin(long now, Application application) {
        WebhookBatch sent = batch != null ? batch : nextBatch(now, application);
        batch = sent;
        // Where the answer is there at once, it is looked at in the next turn.
        attempt = Attempt.begin(context.sender(), sent.request(), now, ended);
    }

    private WebhookBatch nextBatch(long now, Application application) {
        List<WebhookBatch.Event> events = new ArrayList<>();
        long bytes = 0;
        ClusterFacts source = waiting.element().source();
        while (!waiting.isEmpty() && waiting.element().source() == source && events.size() < MAX_BATCH_EVENTS) {
            bytes += waiting.element().json().length + 1;
            if (bytes > MAX_BATCH_BYTES && !events.isEmpty()) {
                break;
            }
            events.add(take());
        }
        long waited = Math.max(0, now - events.get(0).since());
        return WebhookBatch.of(
                application, hook, events, context.ticker().currentTimeMillis() - waited / 1_000_000, nextId(source));
    }

    /** What comes from the cluster is told from others by the cluster's number; the parts of what is too large, by their order too. */
    private String nextId(@Nullable ClusterFacts source) {
        if (source == null) {
            return UUID.randomUUID().toString();
        }
        part = source == lastSource ? part + 1 : 1;
        lastSource = source;
        return part == 1 ? source.id() : source.id() + "-" + part;
    }

    private void ended(Attempt.Outcome outcome) {
        if (outcome.attempt() != attempt || batch == null) {
            return; // it was late
        }
        if (outcome.isDelivered()) {
            delivered(batch);
        } else {
            failed(context.ticker().nanoTime(), outcome.reason(), retryAfter(outcome.response()));
        }
    }

    private Duration retryAfter(@Nullable WebhookResponse response) {
        return response == null
                ? Duration.ZERO
                : response.retryAfter()
                        .map(value -> RetryAfter.of(value, context.ticker().currentTimeMillis()))
                        .orElse(Duration.ZERO);
    }

    private void delivered(WebhookBatch taken) {
        context.metrics().webhookDelivered(appId, taken.size());
        taken.end();
        batch = null;
        attempt = null;
        failures = 0;
        lastAttempt = false;
        pauseEnds = 0;
        if (waiting.size() < MAX_BATCH_EVENTS) {
            outage.over();
        }
    }

    private void failed(long now, String reason, Duration retryAfter) {
        context.metrics().webhookFailed(appId);
        failures++;
        outage.failed(failures, reason);
        long pause = Math.max(context.backoff().after(failures), retryAfter.toNanos());
        if (lastAttempt) {
            giveUp();
        } else if (batch != null && attempt != null) {
            long end = batch.since() + RETRY_TIME.toNanos();
            if (attempt.begun() >= end) {
                int events = batch.size();
                batch.end();
                batch = null;
                dropped(events, "it has not taken them for " + RETRY_TIME.toMinutes() + " minutes");
            } else if (end > now) {
                pause = Math.min(pause, Math.max(Backoff.FIRST.toNanos(), end - now));
            }
        }
        attempt = null;
        pauseEnds = now + pause;
    }

    private void dropped(int events, String reason) {
        context.metrics().webhookDropped(appId, events);
        outage.dropped(events, reason);
    }

    /** From now on nothing waits for others, nor for the end of a pause; where the hook fails already, it has one attempt. */
    void flush() {
        flushing = true;
        lastAttempt = failures > 0;
        pauseEnds = 0;
    }

    /** Whether nothing waits and nothing is under way. */
    boolean isQuiet() {
        return batch == null && waiting.isEmpty();
    }

    /** Drops and counts everything. */
    void giveUp() {
        Attempt open = attempt;
        attempt = null;
        int left = waiting.size() + (batch == null ? 0 : batch.size());
        batch = null;
        waiting.clear();
        waitingBytes = 0;
        if (left > 0) {
            context.metrics().webhookDropped(appId, left);
            outage.droppedAtTheEnd(left);
        }
        if (open != null) {
            open.cancel();
        }
    }
}
