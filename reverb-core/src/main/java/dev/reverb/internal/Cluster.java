package dev.reverb.internal;

import dev.reverb.application.Application;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.ClusterLink;
import dev.reverb.internal.channels.PerApplication;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Scheduler.Cancellable;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server as one of several: its bus, and what the bus tells it. Any thread. */
final class Cluster implements ScalingListener {

    /** How long the back-end may take to let this server in. */
    static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    /** What a server does that concerns more than one channel. */
    interface Server {

        /** Closes a user's connections to this server. */
        void terminate(String appId, String userId);

        /** Passes facts on to listeners and the application's webhooks; see {@link ScalingListener#onFacts}. */
        CompletionStage<Void> pass(String appId, String id, List<ClusterFact> facts);

        /** Facts were dropped before they could be passed on; see {@link ScalingListener#onFactsLost}. */
        void lost(String appId, long count);

        /** Finds an application. */
        CompletionStage<Optional<Application>> find(String appId);

        /** The back-end is away since then, or back. */
        void availability(Optional<Instant> awaySince);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final ScalingBus bus;
    private final Server server;
    private final MetricsRecorder metrics;
    private final Consumer<LaneWorker> release;
    private final Scheduler scheduler;
    private final boolean listening;
    private final PerApplication<ClusterLink> links = new PerApplication<>();

    private volatile Instant awaySince = Instant.EPOCH;

    /** By id, the settings that the bus has last been given. */
    private final ConcurrentHashMap<String, Application> used = new ConcurrentHashMap<>();

    /** By application, as last said. In the sweep only. */
    private final ConcurrentHashMap<String, Integer> connections = new ConcurrentHashMap<>();

    /**
     * A cluster that has not been joined.
     *
     * @param release gives the room of an event that has been fanned out back to its lane
     * @param scheduler tells when the bus has taken too long to start
     * @param listening whether facts are wanted of applications without webhooks, too
     */
    Cluster(
            ScalingBus bus,
            Server server,
            MetricsRecorder metrics,
            Consumer<LaneWorker> release,
            Scheduler scheduler,
            boolean listening) {
        this.bus = bus;
        this.server = server;
        this.metrics = metrics;
        this.release = release;
        this.scheduler = scheduler;
        this.listening = listening;
    }

    /**
     * Joins, and waits for it.
     *
     * @throws IOException where the back-end cannot be reached, or refuses this server
     */
    void start() throws IOException {
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        Cancellable timer = scheduler.schedule(() -> inTime.complete(false), START_TIMEOUT);
        bus.start(this).whenComplete((started, failure) -> {
            if (failure == null) {
                inTime.complete(true);
            } else {
                inTime.completeExceptionally(failure);
            }
        });
        try {
            if (!inTime.get()) {
                bus.stop();
                throw new IOException(
                        "The scaling back-end has not answered within " + START_TIMEOUT.toSeconds() + " seconds");
            }
        } catch (ExecutionException failed) {
            throw new IOException("The scaling back-end cannot be used: " + reason(failed), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            bus.stop();
            throw new IOException("Interrupted while the scaling back-end was waited for", interrupted);
        } finally {
            timer.cancel();
        }
    }

    private static String reason(ExecutionException failed) {
        Throwable cause = failed.getCause();
        return cause == null || cause.getMessage() == null ? "it gave no reason" : cause.getMessage();
    }

    /** Leaves. */
    CompletionStage<Void> stop() {
        return bus.stop();
    }

    /** The bus, which knows the application from here on. */
    ScalingBus bus(Application application) {
        if (!application.equals(used.get(application.id()))) {
            use(application);
        }
        return bus;
    }

    private synchronized void use(Application application) {
        bus.use(application, listening);
        used.put(application.id(), application);
    }

    /** An application has neither connections nor channels here any more; the bus need not know it. */
    synchronized void letGo(String appId, BooleanSupplier wanted) {
        Application last = used.remove(appId);
        if (last == null) {
            return;
        }
        // Whoever asked before has perhaps not seen that it is gone; whoever asks from here on has it used again.
        if (wanted.getAsBoolean()) {
            used.put(appId, last);
        } else {
            connections.remove(appId);
            bus.release(appId);
        }
    }

    /** Forgets the ids of applications that are gone. To be called now and then. */
    void tidy() {
        links.tidy();
    }

    /** How many applications are remembered. */
    int applications() {
        return Math.max(Math.max(links.size(), used.size()), connections.size());
    }

    /** The way to the same channels on other servers, for an application that the bus knows. */
    ClusterLink link(Application application) {
        bus(application);
        return link(application.id());
    }

    ClusterLink link(String appId) {
        return links.get(appId, id -> new ClusterLink(id, bus, metrics, release));
    }

    /** Says how many connections there are, where that has changed. Once a second. */
    void countConnections(Collection<ApplicationState> states) {
        for (ApplicationState state : states) {
            Integer count = state.connections();
            if (used.containsKey(state.id()) && !count.equals(connections.put(state.id(), count))) {
                bus.setConnections(state.id(), count);
            }
        }
    }

    // ---- what the bus tells ----

    @Override
    public void onMessage(ChannelAddress address, BusMessage message) {
        ClusterLink link = links.find(address.appId());
        if (link != null) {
            link.onMessage(address.channel(), message);
        }
    }

    @Override
    public void onChange(ChannelAddress address, ChannelChange change) {
        ClusterLink link = links.find(address.appId());
        if (link != null) {
            link.onChange(address.channel(), change);
        }
    }

    @Override
    public void onTerminate(String appId, String userId) {
        server.terminate(appId, userId);
    }

    @Override
    public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> facts) {
        try {
            return server.pass(appId, id, facts);
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    @Override
    public void onFactsLost(String appId, long count) {
        try {
            server.lost(appId, count);
        } catch (RuntimeException broken) {
            LOG.debug("Facts of the application {} were lost, which could not be counted", appId, broken);
        }
    }

    @Override
    public CompletionStage<Void> onUnknownApplication(String appId) {
        try {
            return server.find(appId).thenAccept(found -> found.ifPresent(this::bus));
        } catch (RuntimeException broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    @Override
    public void onAvailability(Optional<Instant> since) {
        metrics.scalingAvailable(since.isEmpty());
        server.availability(since);
        if (since.isPresent()) {
            awaySince = since.get();
            LOG.warn("The scaling back-end is away since {}; other servers hear of events later", awaySince);
        } else {
            LOG.info("The scaling back-end, away since {}, is back", awaySince);
        }
    }
}
