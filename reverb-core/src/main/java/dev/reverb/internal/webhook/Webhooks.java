package dev.reverb.internal.webhook;

import dev.reverb.application.Application;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.internal.channels.PerApplication;
import dev.reverb.internal.retry.Backoff;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.WebhookSender;
import dev.reverb.spi.scaling.ClusterFact;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhooks of all applications of a server (Pusher Channels, "Webhooks"). Any thread. */
public final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final HookContext context;
    /** Held by the channels that tell them, and by the scheduler while they have something to do. */
    private final PerApplication<ApplicationHooks> applications = new PerApplication<>();

    /**
     * Begins with no application.
     *
     * @param ticker one whose {@code nanoTime} begins at zero
     * @param random between 0, included, and 1
     */
    public Webhooks(
            Scheduler scheduler, Ticker ticker, WebhookSender sender, MetricsRecorder metrics, DoubleSupplier random) {
        context = new HookContext(scheduler, ticker, sender, metrics, new Backoff(random));
    }

    /**
     * Where the channels of an application tell what happens on them. Asked again where its settings may have changed; what waits goes
     * on waiting.
     */
    public FactSink sinkOf(Application application) {
        ApplicationHooks known = applications.find(application.id());
        if (known == null) {
            if (application.webhooks().isEmpty()) {
                return FactSink.NONE;
            }
            known = applications.get(application.id(), id -> new ApplicationHooks(context, application));
        }
        known.update(application);
        return known;
    }

    /**
     * Passes on facts of all servers together.
     *
     * @param id the same whenever they are told
     * @return completes when all hooks have had them or never will; exceptionally where this server stops before
     */
    public CompletionStage<Void> pass(Application application, String id, List<ClusterFact> facts) {
        return sinkOf(application) instanceof ApplicationHooks hooks
                ? hooks.pass(id, facts.stream().map(Fact::of).toList())
                : CompletableFuture.completedStage(null);
    }

    /** Forgets the ids of applications that are gone. To be called now and then. */
    public void tidy() {
        applications.tidy();
    }

    /** How many applications are remembered. */
    public int applications() {
        return applications.size();
    }

    /**
     * Ends all waiting: graces are over, batches go as they are, and hooks that fail have one attempt.
     *
     * @param atMost how long that may take; what is left then stays, to be dropped by {@link #stop}
     * @return completes on the scheduler's thread when all has been told, or the time is over
     */
    public CompletionStage<Void> flush(Duration atMost) {
        Collection<ApplicationHooks> all = applications.all();
        CompletableFuture<Void> flushed = CompletableFuture.allOf(
                all.stream().map(ApplicationHooks::flush).toArray(CompletableFuture[]::new));
        if (!flushed.isDone()) {
            Scheduler.Cancellable timer = context.scheduler().schedule(() -> flushed.complete(null), atMost);
            flushed.whenComplete((done, never) -> timer.cancel());
        }
        return flushed;
    }

    /** Tells nothing more; what is left is dropped and counted. */
    public void stop() {
        applications.all().forEach(ApplicationHooks::stop);
        try {
            context.sender().close();
        } catch (RuntimeException | Error broken) {
            LOG.warn("The sender of webhooks did not close", broken);
        }
    }
}
