package dev.reverb.internal.webhook;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks of one application. Lanes put facts in; grace and the hooks' queues are worked on in turns.
 *
 * <p>What waits belongs to a hook by its value, not to the application's settings: those may be new ones at any moment, and a hook that is
 * no more among them is still told what it had coming.
 */
final class ApplicationHooks implements FactSink {

    /** How long facts stay in the inbox at most, so that full batches are seen before their time. */
    private static final Duration LINGER = Duration.ofMillis(50);

    /** The scheduler's thread has other things to do. */
    private static final int FACTS_PER_TURN = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationHooks.class);

    private final HookContext context;
    private final FactInbox inbox = new FactInbox();

    /** Not before then is it told again that the inbox is full; in the ticker's nanoseconds. */
    private final AtomicLong nextWarning = new AtomicLong();

    private final Turns turns;
    private final CompletableFuture<Void> flushed = new CompletableFuture<>();
    private final Set<ClusterFacts> passing = ConcurrentHashMap.newKeySet();
    private volatile Application application;
    private volatile boolean stopped;

    // In turns only.
    private final Grace grace = new Grace(this::tell);
    private final Map<Webhook, HookQueue> queues = new LinkedHashMap<>();
    private List<HookQueue> active = List.of();
    private Application current;
    private boolean flushing;

    ApplicationHooks(HookContext context, Application application) {
        this.context = context;
        this.application = application;
        this.current = application;
        this.turns = new Turns(context.scheduler(), context.ticker(), this::turn);
        activate();
    }

    /** From now on these settings hold, perhaps the same as before. Any thread. */
    void update(Application settings) {
        if (!application.equals(settings)) {
            application = settings;
        }
    }

    // ---- on lanes ----

    @Override
    public boolean wants(WebhookEventType type, ChannelName channel) {
        WebhookEventType opposite = oppositeOf(type);
        String name = channel.toString();
        List<Webhook> hooks = application.webhooks();
        for (int i = 0; i < hooks.size(); i++) {
            Webhook hook = hooks.get(i);
            if (hook.wants(type, name) || opposite != type && hook.wants(opposite, name)) {
                return true;
            }
        }
        return false;
    }

    private static WebhookEventType oppositeOf(WebhookEventType type) {
        return switch (type) {
            case CHANNEL_OCCUPIED -> WebhookEventType.CHANNEL_VACATED;
            case CHANNEL_VACATED -> WebhookEventType.CHANNEL_OCCUPIED;
            case MEMBER_ADDED -> WebhookEventType.MEMBER_REMOVED;
            case MEMBER_REMOVED -> WebhookEventType.MEMBER_ADDED;
            case CLIENT_EVENT, CACHE_MISS, SUBSCRIPTION_COUNT -> type;
        };
    }

    @Override
    public void accept(Fact fact) {
        if (stopped) {
            return;
        }
        Application settings = application;
        int waiting = inbox.offer(fact, context.ticker().nanoTime(), settings.maxPendingWebhookEvents());
        if (waiting == 0) {
            dropped(fact, settings);
        } else if (waiting == HookQueue.MAX_BATCH_EVENTS) {
            turns.ask(Duration.ZERO);
        } else if (waiting == 1) {
            turns.ask(linger(settings));
        }
    }

    private static Duration linger(Application settings) {
        Duration batchTime = settings.webhookBatchTime();
        return batchTime.compareTo(LINGER) < 0 ? batchTime : LINGER;
    }

    private void dropped(Fact fact, Application settings) {
        int hooks = (int) settings.webhooks().stream()
                .filter(hook -> hook.wants(fact.type(), fact.channel().toString()))
                .count();
        if (hooks > 0) {
            context.metrics().webhookDropped(settings.id(), hooks);
        }
        long now = context.ticker().nanoTime();
        long next = nextWarning.get();
        if (now >= next && nextWarning.compareAndSet(next, now + Outage.BETWEEN_WARNINGS)) {
            LOG.warn(
                    "More happens on the channels of the application {} than its webhooks can be told; events are dropped",
                    settings.id());
        }
    }

    // ---- in turns ----

    private long turn(long now) {
        applySettings();
        long graceTime = graceTime();
        boolean more = takeFacts(graceTime);
        if (!more) {
            grace.settle(now, graceTime);
        }
        long next = more ? now : grace.nextDue(graceTime);
        for (HookQueue queue : queues.values()) {
            next = Math.min(next, queue.turn(now, current));
        }
        if (!more && !inbox.isEmpty()) {
            // Counted, and not yet there.
            next = Math.min(next, now + LINGER.toNanos());
        }
        retireQueues();
        if (flushing && inbox.isEmpty() && grace.isEmpty() && allQuiet()) {
            flushed.complete(null);
        }
        return next;
    }

    private long graceTime() {
        return flushing ? 0 : current.webhookGraceTime().toNanos();
    }

    /** Answers whether there are more. */
    private boolean takeFacts(long graceTime) {
        for (int i = 0; i < FACTS_PER_TURN; i++) {
            FactInbox.Entry entry = inbox.poll();
            if (entry == null) {
                return false;
            }
            grace.settle(entry.time(), graceTime);
            grace.take(entry.fact(), entry.time(), graceTime, current.maxPendingWebhookEvents());
        }
        return true;
    }

    private void tell(Fact fact, long since) {
        String channel = fact.channel().toString();
        WebhookBatch.Event event = null;
        for (HookQueue queue : active) {
            if (queue.hook().wants(fact.type(), channel)) {
                event = event == null ? new WebhookBatch.Event(FactJson.encode(fact), since) : event;
                queue.offer(event, current.maxPendingWebhookEvents());
            }
        }
    }

    /**
     * Passes on what happened on all servers together; its grace time is over. Any thread.
     *
     * @return completes when all hooks have had it, or never will
     */
    CompletionStage<Void> pass(String id, List<Fact> facts) {
        ClusterFacts source = new ClusterFacts(id);
        passing.add(source);
        turns.post(() -> tell(facts, source));
        if (stopped) {
            source.abandon();
        }
        return source.passed().whenComplete((done, failed) -> passing.remove(source));
    }

    private void tell(List<Fact> facts, ClusterFacts source) {
        applySettings();
        long now = context.ticker().nanoTime();
        for (Fact fact : facts) {
            WebhookBatch.Event event = null;
            for (HookQueue queue : active) {
                if (queue.hook().wants(fact.type(), fact.channel().toString())) {
                    event = event == null ? new WebhookBatch.Event(FactJson.encode(fact), now, source) : event;
                    source.begin();
                    queue.offer(event, current.maxPendingWebhookEvents());
                }
            }
        }
        source.end(1);
    }

    private void applySettings() {
        Application latest = application;
        if (latest != current) {
            current = latest;
            activate();
        }
    }

    private void activate() {
        active = current.webhooks().stream().distinct().map(this::queueOf).toList();
    }

    private HookQueue queueOf(Webhook hook) {
        return queues.computeIfAbsent(hook, added -> {
            HookQueue queue = new HookQueue(context, added, current.id(), turns::post);
            if (flushing) {
                queue.flush();
            }
            return queue;
        });
    }

    /** A hook that is no more among the settings, and has been told what it had coming, is forgotten. */
    private void retireQueues() {
        if (queues.size() > active.size()) {
            queues.values().removeIf(queue -> queue.isQuiet() && !active.contains(queue));
        }
    }

    private boolean allQuiet() {
        return queues.values().stream().allMatch(HookQueue::isQuiet);
    }

    // ---- the end ----

    /** Tells everything now, and completes when it has been told or given up. Any thread. */
    CompletableFuture<Void> flush() {
        turns.post(() -> {
            flushing = true;
            queues.values().forEach(HookQueue::flush);
        });
        return flushed;
    }

    /** Drops and counts what is left. Any thread. */
    void stop() {
        stopped = true;
        turns.stop(() -> {
            takeLast();
            queues.values().forEach(HookQueue::giveUp);
        });
        passing.forEach(ClusterFacts::abandon);
        flushed.complete(null);
    }

    /** What is in the inbox or held goes to the queues, to be counted there. */
    private void takeLast() {
        while (takeFacts(0)) {
            // to the end
        }
        grace.settle(Turns.NEVER, 0);
    }
}
