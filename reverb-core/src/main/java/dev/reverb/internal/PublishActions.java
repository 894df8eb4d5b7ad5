package dev.reverb.internal;

import dev.reverb.PublishException;
import dev.reverb.PublishException.Reason;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.dispatch.EventDispatcher;
import dev.reverb.internal.http.ApiActions;
import dev.reverb.internal.protocol.ClientSession;
import dev.reverb.internal.protocol.PusherError;
import dev.reverb.spi.MetricsRecorder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What publishers have the engine do, whether they come over HTTP or call in process. */
final class PublishActions implements ApiActions {

    private final EventDispatcher dispatcher;
    private final Lanes lanes;
    private final MetricsRecorder metrics;

    PublishActions(EventDispatcher dispatcher, Lanes lanes, MetricsRecorder metrics) {
        this.dispatcher = dispatcher;
        this.lanes = lanes;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<List<Map<String, ChannelInfo>>> publish(
            Application application, ApplicationState state, List<Publish> events) {
        CompletableFuture<List<Map<String, ChannelInfo>>> result = new CompletableFuture<>();
        if (!state.backendEvents().tryAcquire(events.size(), application.maxBackendEventsPerSecond())) {
            metrics.rateLimited(application.id());
            result.completeExceptionally(new PublishException(
                    Reason.RATE_LIMITED, "Too many events are published; see max_backend_events_per_sec"));
            return result;
        }
        dispatcher.publish(
                state,
                application,
                events.stream().map(Publish::event).toList(),
                () -> result.complete(
                        events.stream().map(event -> info(state, event)).toList()),
                () -> result.completeExceptionally(new PublishException(
                        Reason.UNAVAILABLE, "Too much waits to be delivered; try again in a moment")));
        return result;
    }

    private static Map<String, ChannelInfo> info(ApplicationState state, Publish event) {
        if (event.wanted().isEmpty()) {
            return Map.of();
        }
        Map<String, ChannelInfo> channels = new LinkedHashMap<>();
        for (ChannelName channel : event.event().channels()) {
            channels.put(channel.toString(), state.channels().info(channel, event.wanted()));
        }
        return channels;
    }

    @Override
    public CompletionStage<Void> terminate(ApplicationState state, String userId) {
        List<CompletableFuture<?>> perLane = new ArrayList<>();
        for (LaneWorker worker : lanes.all()) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            perLane.add(done);
            worker.execute(() -> {
                for (Connection connection : worker.connections().snapshot()) {
                    if (connection.listener() instanceof ClientSession session
                            && session.appId().equals(state.id())
                            && session.isPresentAs(userId)) {
                        session.terminate(PusherError.TERMINATED);
                    }
                }
                done.complete(null);
            });
        }
        return CompletableFuture.allOf(perLane.toArray(CompletableFuture[]::new));
    }
}
