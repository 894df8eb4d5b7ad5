package dev.reverb.internal;

import dev.reverb.PublishException;
import dev.reverb.PublishException.Reason;
import dev.reverb.PublishResult;
import dev.reverb.application.Application;
import dev.reverb.event.RateLimited;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.dispatch.EventDispatcher;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.dispatch.PublishOutcome;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.http.ApiActions;
import dev.reverb.internal.http.ClusterQuestions;
import dev.reverb.internal.http.LocalQuestions;
import dev.reverb.internal.http.PublishedInfo;
import dev.reverb.internal.http.Questions;
import dev.reverb.internal.protocol.ClientSession;
import dev.reverb.internal.protocol.PusherError;
import dev.reverb.spi.MetricsRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What publishers have the engine do, whether they come over HTTP or call in process. */
final class PublishActions implements ApiActions {

    private final EventDispatcher dispatcher;
    private final Lanes lanes;
    private final MetricsRecorder metrics;
    private final EventHub hub;
    private final @Nullable Cluster cluster;
    private final Questions questions;

    PublishActions(
            EventDispatcher dispatcher, Lanes lanes, MetricsRecorder metrics, EventHub hub, @Nullable Cluster cluster) {
        this.cluster = cluster;
        this.questions = cluster == null ? new LocalQuestions() : new ClusterQuestions(cluster::bus);
        this.dispatcher = dispatcher;
        this.lanes = lanes;
        this.metrics = metrics;
        this.hub = hub;
    }

    @Override
    public void publish(
            Application application, ApplicationState state, List<OutgoingEvent> events, PublishOutcome outcome) {
        if (state.backendEvents().tryAcquire(events.size(), application.maxBackendEventsPerSecond())) {
            dispatcher.publish(state, application, events, outcome);
        } else {
            metrics.rateLimited(application.id());
            hub.tellRateLimited(application.id(), null, RateLimited.Limit.BACKEND_EVENTS);
            outcome.refused(new PublishException(
                    Reason.RATE_LIMITED, "Too many events are published; see max_backend_events_per_sec"));
        }
    }

    /** The same, for publishers in process. */
    CompletionStage<List<PublishResult>> publish(
            Application application, ApplicationState state, List<OutgoingEvent> events) {
        CompletableFuture<List<PublishResult>> result = new CompletableFuture<>();
        publish(application, state, events, new PublishOutcome() {
            @Override
            public void published() {
                PublishedInfo.tell(
                        questions,
                        application,
                        state,
                        events,
                        info -> result.complete(
                                info.stream().map(PublishResult::new).toList()));
            }

            @Override
            public void refused(PublishException why) {
                result.completeExceptionally(why);
            }
        });
        return result;
    }

    @Override
    public CompletionStage<Void> terminate(Application application, ApplicationState state, String userId) {
        return cluster == null
                ? terminateHere(state.id(), userId)
                : cluster.bus(application).terminate(application.id(), userId);
    }

    @Override
    public Questions questions() {
        return questions;
    }

    /** Closes the user's connections to this server. */
    CompletionStage<Void> terminateHere(String appId, String userId) {
        List<CompletableFuture<?>> perLane = new ArrayList<>();
        for (LaneWorker worker : lanes.all()) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            perLane.add(done);
            worker.execute(() -> {
                for (Connection connection : worker.connections().snapshot()) {
                    if (connection.listener() instanceof ClientSession session
                            && session.appId().equals(appId)
                            && session.isOf(userId)) {
                        session.terminate(PusherError.TERMINATED);
                    }
                }
                done.complete(null);
            });
        }
        return CompletableFuture.allOf(perLane.toArray(CompletableFuture[]::new));
    }
}
