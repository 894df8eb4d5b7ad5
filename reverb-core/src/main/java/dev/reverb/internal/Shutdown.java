package dev.reverb.internal;

import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.dispatch.Admission;
import dev.reverb.internal.protocol.PusherError;
import dev.reverb.internal.webhook.Webhooks;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.WebhookRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graceful shutdown, step by step:
 *
 * <ol>
 *   <li>{@code /up} says 503 for {@code drain_delay}, while everything else goes on.
 *   <li>New connections are refused.
 *   <li>Open ones are closed with 4200, so that clients come back on another node. They are spread over {@code drain_timeout}, and
 *       over less where there are few: {@value #PER_SECOND} a second are no stampede.
 *   <li>When all are gone, or have had {@value Connection#CLOSE_TIMEOUT} seconds to answer, and no publish waits any more, webhooks are
 *       told what they have not been told yet, in what is left of {@code drain_timeout}, but at least in the time of one attempt.
 *   <li>The ports close.
 * </ol>
 *
 * All this is asked of the lanes. Where those have ended already, because a host has stopped before the server that is mounted
 * into it, nothing answers; so the last step comes in any case, {@value #MARGIN} seconds after it should have.
 */
final class Shutdown {

    /** How many connections are closed in a second where that takes less than {@code drain_timeout}. */
    static final int PER_SECOND = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration STEP = Duration.ofMillis(100);

    /** For lanes that do not answer, in seconds. */
    private static final int MARGIN = 5;

    private final Engine engine;
    private final ServerSettings settings;
    private final Lanes lanes;
    private final Admission admission;
    private final Webhooks webhooks;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final ArrayDeque<Connection> open = new ArrayDeque<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private int perStep;
    private long deadline;
    private volatile long drainEnds;
    private volatile boolean quiet;
    private volatile Scheduler.@Nullable Cancellable lastResort;

    Shutdown(
            Engine engine,
            ServerSettings settings,
            Lanes lanes,
            Admission admission,
            Webhooks webhooks,
            Scheduler scheduler,
            Ticker ticker) {
        this.engine = engine;
        this.settings = settings;
        this.lanes = lanes;
        this.admission = admission;
        this.webhooks = webhooks;
        this.scheduler = scheduler;
        this.ticker = ticker;
    }

    void begin() {
        Duration longest =
                settings.drainDelay().plus(settings.drainTimeout()).plusSeconds(Connection.CLOSE_TIMEOUT + MARGIN);
        lastResort = scheduler.schedule(this::tellWebhooks, longest);
        scheduler.schedule(this::refuse, settings.drainDelay());
    }

    private void refuse() {
        engine.refuseConnections();
        drainEnds = ticker.nanoTime() + settings.drainTimeout().toNanos();
        List<LaneWorker> workers = List.copyOf(lanes.all());
        AtomicInteger outstanding = new AtomicInteger(workers.size());
        if (workers.isEmpty()) {
            drain();
        }
        for (LaneWorker worker : workers) {
            worker.execute(() -> {
                synchronized (open) {
                    open.addAll(worker.connections().snapshot());
                }
                if (outstanding.decrementAndGet() == 0) {
                    drain();
                }
            });
        }
    }

    private void drain() {
        int count;
        synchronized (open) {
            count = open.size();
        }
        long steps = Math.max(1, settings.drainTimeout().toMillis() / STEP.toMillis());
        int usual = (int) (PER_SECOND * STEP.toMillis() / 1_000);
        perStep = settings.drainTimeout().isZero()
                ? Math.max(1, count)
                : (int) Math.max(usual, (count + steps - 1) / steps);
        LOG.info("Shutting down; {} connections are told to reconnect", count);
        closeSome();
    }

    private void closeSome() {
        for (int i = 0; i < perStep; i++) {
            Connection connection;
            synchronized (open) {
                connection = open.poll();
            }
            if (connection == null) {
                break;
            }
            Connection closing = connection;
            closing.worker()
                    .execute(() ->
                            closing.close(PusherError.SERVER_SHUTDOWN.code(), PusherError.SERVER_SHUTDOWN.message()));
        }
        boolean more;
        synchronized (open) {
            more = !open.isEmpty();
        }
        if (more) {
            scheduler.schedule(this::closeSome, STEP);
        } else {
            deadline = ticker.nanoTime()
                    + Duration.ofSeconds(Connection.CLOSE_TIMEOUT + 1).toNanos();
            awaitQuiet();
        }
    }

    /** Waits until nobody is connected and nothing waits, at most until the deadline. */
    private void awaitQuiet() {
        List<LaneWorker> workers = List.copyOf(lanes.all());
        AtomicInteger connections = new AtomicInteger(admission.waiting());
        AtomicInteger outstanding = new AtomicInteger(workers.size());
        if (workers.isEmpty()) {
            tellWebhooks();
        }
        for (LaneWorker worker : workers) {
            worker.execute(() -> {
                connections.addAndGet(worker.connections().size() + worker.pendingEvents());
                if (outstanding.decrementAndGet() == 0) {
                    finishOrWait(connections.get());
                }
            });
        }
    }

    private void finishOrWait(int left) {
        if (left == 0 && quiet || ticker.nanoTime() - deadline >= 0) {
            scheduler.schedule(this::tellWebhooks, Duration.ZERO);
        } else if (left == 0) {
            // Once around all lanes: then what the last to go have left there, such as their channels, is done with.
            quiet = true;
            awaitQuiet();
        } else {
            quiet = false;
            scheduler.schedule(this::awaitQuiet, STEP);
        }
    }

    private void tellWebhooks() {
        if (!telling.compareAndSet(false, true)) {
            return;
        }
        long left = Math.max(drainEnds - ticker.nanoTime(), WebhookRequest.TIMEOUT.toNanos());
        // Away from lanes and turns: stopping a transport waits for its lanes.
        webhooks.flush(Duration.ofNanos(left))
                .whenComplete((done, never) -> scheduler.schedule(this::finish, Duration.ZERO));
    }

    private void finish() {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        if (lastResort != null) {
            lastResort.cancel();
        }
        try {
            admission.refuseAll();
            engine.stop();
        } catch (RuntimeException broken) {
            LOG.warn("A transport did not stop cleanly", broken);
        }
    }
}
