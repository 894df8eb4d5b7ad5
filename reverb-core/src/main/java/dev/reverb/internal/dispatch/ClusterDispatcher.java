package dev.reverb.internal.dispatch;

import dev.reverb.PublishException;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.Channel;
import dev.reverb.internal.channels.ClusterLink;
import dev.reverb.internal.channels.Homes;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.MetricsRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Brings events to their channels on all servers. They are answered once the back-end has them all. The room of an event is
 * given back with the back-end's answer; what comes back from there to be fanned out counts by itself.
 *
 * <p>An event to several channels, or several events, are all taken by the back-end or, where it goes away amid them, some of them: then
 * they are refused, and what was taken is not taken back.
 */
public final class ClusterDispatcher extends EventDispatcher {

    private final Function<Application, ClusterLink> links;

    /**
     * A dispatcher.
     *
     * @param links the way to the other servers, by application
     */
    public ClusterDispatcher(
            Homes homes,
            Admission admission,
            MetricsRecorder metrics,
            EventHub hub,
            Function<Application, ClusterLink> links) {
        super(homes, admission, metrics, hub);
        this.links = links;
    }

    @Override
    void post(ApplicationState state, Application application, List<OutgoingEvent> events, PublishOutcome outcome) {
        ClusterLink link = links.apply(application);
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (OutgoingEvent event : events) {
            for (ChannelName channel : event.channels()) {
                LaneWorker home = homes().of(channel);
                sent.add(send(link, application, channel, event)
                        .whenComplete((done, failed) -> admission().release(home))
                        .toCompletableFuture());
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).whenComplete((done, failed) -> {
            if (failed == null) {
                events.forEach(event -> notePublished(application, event));
                outcome.published();
            } else {
                metrics().publishRefused(application.id());
                outcome.refused(new PublishException(
                        PublishException.Reason.UNAVAILABLE,
                        "The other servers cannot be reached, and too much waits for them; try again in a moment"));
            }
        });
    }

    private static CompletionStage<Void> send(
            ClusterLink link, Application application, ChannelName channel, OutgoingEvent event) {
        Duration keepFor = channel.isCache() && !Channel.isReserved(event.event()) ? application.cacheTtl() : null;
        return link.publish(
                channel, PusherFrames.event(event.event(), channel, event.data()), event.excluded(), keepFor);
    }
}
