package dev.reverb.internal;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.PublishException.Reason;
import dev.reverb.PublishResult;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.event.ServerListener;
import dev.reverb.interception.Interceptor;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.ChannelEvents;
import dev.reverb.internal.channels.ChannelRegistry;
import dev.reverb.internal.channels.ChannelSweep;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.internal.channels.ServerFacts;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.connection.OutboundBudget;
import dev.reverb.internal.dispatch.Admission;
import dev.reverb.internal.dispatch.ClusterDispatcher;
import dev.reverb.internal.dispatch.EventDispatcher;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.http.EventBody;
import dev.reverb.internal.http.HttpApi;
import dev.reverb.internal.interception.Interception;
import dev.reverb.internal.protocol.ConnectionCounter;
import dev.reverb.internal.protocol.ProtocolEngine;
import dev.reverb.internal.protocol.SessionContext;
import dev.reverb.internal.protocol.SubscriptionGate;
import dev.reverb.internal.threads.UserExecutor;
import dev.reverb.internal.webhook.Webhooks;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.WebhookSender;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All parts of one server put together, and what {@code ReverbServer} offers. Any thread. */
public final class Engine {

    private static final Duration SWEEP = Duration.ofSeconds(1);

    /** How long listeners may take for what waits for them when the server has stopped. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(5);

    private static final Set<ChannelAttribute> ALL = EnumSet.allOf(ChannelAttribute.class);

    private final ServerSettings settings;
    private final ApplicationProvider applications;
    private final List<Transport> transports;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final MetricsRecorder metrics;
    private final EventHub events;
    private final Lanes lanes;
    private final Admission admission;
    private final ChannelSweep channelSweep = new ChannelSweep();
    private final ApplicationTable states = new ApplicationTable(this::newState, this::letGo);
    private final Webhooks webhooks;
    private final UserExecutor userExecutor = new UserExecutor("reverb-handler-", UserExecutor.MAX_HANDLERS, 0);
    private final UserExecutor interceptorThreads =
            new UserExecutor("reverb-interceptor-", Interceptor.MAX_RUNNING, Interceptor.MAX_WAITING);
    private final @Nullable Interception interception;
    private final PublishActions actions;
    private final ProtocolEngine protocol;
    private final Endpoint endpoint;
    private final @Nullable Cluster cluster;
    private final @Nullable ApplicationCheck check;
    private final AtomicReference<@Nullable Shutdown> shutdown = new AtomicReference<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile Scheduler.@Nullable Cancellable sweep;
    private volatile Optional<Instant> degradedSince = Optional.empty();
    private volatile boolean ended;

    /** Kept, since a transport knows its port only while it listens; -1 where none does. */
    private volatile int port = -1;

    public Engine(
            ServerSettings settings,
            ApplicationProvider applications,
            List<Transport> transports,
            Map<String, HttpHandler> handlers,
            Ticker ticker,
            Scheduler scheduler,
            MetricsRecorder recorder,
            WebhookSender sender,
            @Nullable ScalingBackend scaling,
            List<ServerListener> listeners,
            List<Interceptor> interceptors) {
        this(
                settings,
                applications,
                transports,
                handlers,
                ticker,
                scheduler,
                recorder,
                sender,
                scaling == null
                        ? SubscriptionGate.OPEN
                        : (state, subscription) -> state.channels().prepare(subscription),
                scaling,
                listeners,
                interceptors);
    }

    /** With a step of its own before every join; for tests of asynchronous joins. */
    Engine(
            ServerSettings settings,
            ApplicationProvider givenApplications,
            List<Transport> transports,
            Map<String, HttpHandler> handlers,
            Ticker givenTicker,
            Scheduler scheduler,
            MetricsRecorder recorder,
            WebhookSender sender,
            SubscriptionGate gate,
            @Nullable ScalingBackend scaling,
            List<ServerListener> listeners,
            List<Interceptor> interceptors) {
        this.settings = settings;
        this.applications = new TimedApplicationProvider(givenApplications, scheduler, settings.requestTimeout());
        this.transports = transports;
        this.scheduler = scheduler;
        this.ticker = new ElapsedTicker(givenTicker);
        this.metrics = GuardedMetrics.of(recorder);
        this.events = new EventHub(listeners, settings.maxPendingListenerEvents(), ticker, metrics);
        this.lanes = new Lanes(
                transports,
                ticker,
                new OutboundBudget(settings.maxOutboundTotal()),
                settings.maxPendingEvents(),
                metrics,
                events);
        this.admission = new Admission(scheduler, settings.requestTimeout());
        Cluster joined = scaling == null
                ? null
                : new Cluster(
                        scaling.open(givenTicker, scheduler),
                        new ClusterServer(),
                        metrics,
                        admission::release,
                        scheduler,
                        ChannelEvents.wantsClusterFacts(events));
        this.cluster = joined;
        EventDispatcher dispatcher = joined == null
                ? new EventDispatcher(lanes, admission, metrics, events)
                : new ClusterDispatcher(lanes, admission, metrics, events, joined::link);
        this.actions = new PublishActions(dispatcher, lanes, metrics, events, joined);
        this.webhooks = new Webhooks(
                scheduler,
                ticker,
                sender,
                metrics,
                () -> ThreadLocalRandom.current().nextDouble());
        this.interception = interceptors.isEmpty()
                ? null
                : new Interception(
                        interceptors, interceptorThreads, scheduler, settings.interceptorTimeout(), ticker, metrics);
        this.protocol = new ProtocolEngine(
                settings.path(),
                applications,
                this::stateOf,
                new SessionContext(
                        dispatcher,
                        gate,
                        new ConnectionCounter(settings.maxConnectionsPerAddress()),
                        this::sinkOf,
                        ticker,
                        metrics,
                        events,
                        interception));
        this.check = givenApplications.isFixed() ? null : applicationCheck();
        HttpApi api = HttpApi.create(actions, applications, this::stateOf, ticker, metrics, events);
        this.endpoint = new Endpoint(this, settings, lanes, protocol, api, handlers, userExecutor);
    }

    private ApplicationCheck applicationCheck() {
        ApplicationCheck.Listener outcome = new ApplicationCheck.Listener() {
            @Override
            public void found(Application application) {
                protocol.update(application);
            }

            @Override
            public void gone(String appId) {
                protocol.forget(appId);
            }

            @Override
            public void evict(Set<String> appIds) {
                protocol.evict(appIds, lanes.all());
            }
        };
        return new ApplicationCheck(
                applications, this::connected, outcome, scheduler, ticker, settings.applicationCheckInterval());
    }

    private List<String> connected() {
        return states.all().stream()
                .filter(state -> state.connections() > 0)
                .map(ApplicationState::id)
                .toList();
    }

    ApplicationState stateOf(String appId) {
        return states.get(appId);
    }

    private ApplicationState newState(String appId) {
        return new ApplicationState(
                appId,
                new ChannelRegistry(
                        appId,
                        lanes,
                        ticker,
                        metrics,
                        channelSweep,
                        new ChannelEvents(events, appId),
                        cluster == null ? null : cluster.link(appId)),
                ticker);
    }

    private void letGo(String appId, BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            protocol.forget(appId);
        }
        if (cluster != null) {
            cluster.letGo(appId, wanted);
        }
    }

    /** How many applications are remembered anywhere; for tests. */
    int rememberedApplications() {
        return Math.max(
                Math.max(states.size(), protocol.tenants()),
                Math.max(webhooks.applications(), cluster == null ? 0 : cluster.applications()));
    }

    /** Who is told what happens on an application's channels; in a cluster what happens on this server alone. */
    private FactSink sinkOf(Application application) {
        FactSink sink = FactSink.both(webhooks.sinkOf(application), listenersOf(application));
        if (cluster == null) {
            return sink;
        }
        // From here on the bus knows the application.
        cluster.bus(application);
        return sink == FactSink.NONE ? sink : new ServerFacts(sink);
    }

    private FactSink listenersOf(Application application) {
        return stateOf(application.id()).channels().events().facts();
    }

    /** This server, as the others have it do something. */
    private final class ClusterServer implements Cluster.Server {

        @Override
        public void terminate(String appId, String userId) {
            actions.terminateHere(appId, userId);
        }

        @Override
        public CompletionStage<Void> pass(String appId, String id, List<ClusterFact> facts) {
            return applications
                    .findById(appId)
                    .thenCompose(application -> application
                            .map(known -> passTo(known, id, facts))
                            .orElseGet(() -> CompletableFuture.completedStage(null)));
        }

        /** Listeners have been told when it waits for them, in this process; webhooks when they have answered. */
        private CompletionStage<Void> passTo(Application application, String id, List<ClusterFact> facts) {
            FactSink listening = listenersOf(application);
            for (ClusterFact fact : facts) {
                FactSink.tell(listening, Fact.of(fact));
            }
            return webhooks.pass(application, id, facts);
        }

        @Override
        public CompletionStage<Optional<Application>> find(String appId) {
            // Kept for as long as any other that is used.
            stateOf(appId);
            return applications.findById(appId);
        }

        @Override
        public void availability(Optional<Instant> awaySince) {
            degradedSince = awaySince;
            endpoint.reportDegraded(awaySince);
        }
    }

    public void start() throws IOException {
        events.start();
        if (cluster != null) {
            joinCluster(cluster);
        }
        scheduleSweep();
        List<Transport> started = new ArrayList<>();
        for (Transport transport : transports) {
            try {
                transport.start(endpoint);
                started.add(transport);
            } catch (IOException | RuntimeException failed) {
                stop(started);
                throw failed;
            }
        }
        port = transports.stream()
                .mapToInt(Transport::port)
                .filter(local -> local >= 0)
                .findFirst()
                .orElse(-1);
    }

    private void joinCluster(Cluster joined) throws IOException {
        try {
            joined.start();
        } catch (IOException | RuntimeException failed) {
            stop(List.of());
            throw failed;
        }
    }

    private void scheduleSweep() {
        sweep = scheduler.schedule(
                () -> {
                    for (LaneWorker worker : lanes.all()) {
                        worker.execute(() -> {
                            worker.sweep();
                            channelSweep.run(worker, ticker.nanoTime());
                        });
                    }
                    if (cluster != null) {
                        cluster.countConnections(states.all());
                    }
                    sweepApplications();
                    if (!ended) {
                        scheduleSweep();
                    }
                },
                SWEEP);
    }

    private void sweepApplications() {
        // What others have not been told because the back-end is away, it has to be told of applications that it knows.
        if (states.sweep(degradedSince.isPresent())) {
            webhooks.tidy();
            if (cluster != null) {
                cluster.tidy();
            }
        }
        if (check != null) {
            check.sweep();
        }
    }

    // ---- the API in Java ----

    public CompletionStage<List<PublishResult>> publish(String appId, List<Publication> batch) {
        return with(appId, (application, state) -> {
            if (batch.isEmpty() || batch.size() > Publication.MAX_BATCH_SIZE) {
                throw new PublishException(
                        Reason.INVALID, "A batch must have 1 to " + Publication.MAX_BATCH_SIZE + " publications.");
            }
            if (ended) {
                throw new PublishException(Reason.UNAVAILABLE, "The server has stopped.");
            }
            List<OutgoingEvent> events = batch.stream()
                    .map(publication -> EventBody.of(publication, application))
                    .toList();
            return actions.publish(application, state, events);
        });
    }

    public CompletionStage<Map<String, ChannelInfo>> channels(String appId, String prefix) {
        return with(
                appId, (application, state) -> reached(actions.questions().channels(application, state, prefix, ALL)));
    }

    public CompletionStage<ChannelInfo> channel(String appId, String channel) {
        ChannelName name = ChannelName.of(channel);
        return with(appId, (application, state) -> reached(actions.questions().channel(application, state, name, ALL)));
    }

    public CompletionStage<List<Member>> members(String appId, String channel) {
        ChannelName name = ChannelName.of(channel);
        return with(appId, (application, state) -> reached(actions.questions().members(application, state, name)));
    }

    public CompletionStage<Integer> connectionCount(String appId) {
        return with(appId, (application, state) -> reached(actions.questions().connections(application, state)));
    }

    public CompletionStage<Void> terminateConnections(String appId, String userId) {
        return with(appId, (application, state) -> reached(actions.terminate(application, state, userId)));
    }

    /** What the back-end refuses is refused to users, too. */
    private static <T> CompletionStage<T> reached(CompletionStage<T> asked) {
        return asked.exceptionally(failed -> {
            PublishException refused =
                    new PublishException(Reason.UNAVAILABLE, "The other servers cannot be reached right now.");
            refused.initCause(failed);
            throw refused;
        });
    }

    private <T> CompletionStage<T> with(
            String appId, BiFunction<Application, ApplicationState, CompletionStage<T>> action) {
        return applications
                .findById(appId)
                .exceptionally(Engine::unavailable)
                .thenCompose(application -> application
                        .map(known -> action.apply(known, stateOf(known.id())))
                        .orElseGet(() -> CompletableFuture.failedFuture(new PublishException(
                                Reason.UNKNOWN_APPLICATION,
                                "There is no application with the id \"" + appId + "\"."))));
    }

    private static Optional<Application> unavailable(Throwable failed) {
        PublishException refused =
                new PublishException(Reason.UNAVAILABLE, "The application is not available right now.");
        refused.initCause(failed);
        throw refused;
    }

    public int port() {
        if (port < 0) {
            throw new IllegalStateException("No transport of this server listens by itself.");
        }
        return port;
    }

    // ---- the end ----

    public CompletionStage<Void> shutdown() {
        Shutdown mine = new Shutdown(this, settings, lanes, admission, webhooks, scheduler, ticker);
        if (shutdown.compareAndSet(null, mine)) {
            endpoint.reportUnhealthy();
            mine.begin();
        }
        return stopped.minimalCompletionStage();
    }

    public boolean isShuttingDown() {
        return shutdown.get() != null;
    }

    public Optional<Instant> degradedSince() {
        return degradedSince;
    }

    /** From now on upgrades are answered 503, and connections that slip through refused with 4200. */
    void refuseConnections() {
        endpoint.refuseUpgrades();
        protocol.refuseConnections();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Closes the ports and ends everything. */
    void stop() {
        stop(transports);
    }

    private void stop(List<Transport> started) {
        try {
            started.forEach(Transport::stopAccepting);
            lanes.all().forEach(worker -> worker.execute(worker::endCompression));
            started.forEach(Transport::stop);
        } finally {
            ended = true;
            if (sweep != null) {
                sweep.cancel();
            }
            if (interception != null) {
                interception.stop();
            }
            if (check != null) {
                check.stop();
            }
            lanes.stop();
            webhooks.stop();
            userExecutor.stop();
            interceptorThreads.stop();
            CompletableFuture<Void> told = events.stop(LAST_EVENTS, task -> scheduler.schedule(task, Duration.ZERO));
            CompletionStage<Void> left = cluster == null ? CompletableFuture.completedStage(null) : cluster.stop();
            told.runAfterBoth(left, () -> {}).whenComplete((done, failed) -> stopped.complete(null));
        }
    }

    public void awaitShutdown() throws InterruptedException {
        try {
            stopped.get();
        } catch (java.util.concurrent.ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
