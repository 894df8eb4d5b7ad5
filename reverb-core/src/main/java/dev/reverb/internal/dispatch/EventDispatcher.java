package dev.reverb.internal.dispatch;

import dev.reverb.PublishException;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.event.EventPublished;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.ChannelRegistry;
import dev.reverb.internal.channels.Delivery;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.Homes;
import dev.reverb.internal.channels.Subscription;
import dev.reverb.internal.channels.Whisper;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.event.EventKind;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings events into the mailboxes of their channels on this node. Any thread. */
public sealed class EventDispatcher permits ClusterDispatcher {

    private final Homes homes;
    private final Admission admission;
    private final MetricsRecorder metrics;
    private final EventHub hub;

    public EventDispatcher(Homes homes, Admission admission, MetricsRecorder metrics, EventHub hub) {
        this.homes = homes;
        this.admission = admission;
        this.metrics = metrics;
        this.hub = hub;
    }

    /** Publishes events in order, all of them or none. */
    public void publish(
            ApplicationState state, Application application, List<OutgoingEvent> events, PublishOutcome outcome) {
        LaneWorker[] rooms = rooms(events);
        if (admission.tryEnter(rooms)) {
            post(state, application, events, outcome);
            return;
        }
        admission.enter(rooms, () -> post(state, application, events, outcome), () -> {
            metrics.publishRefused(application.id());
            outcome.refused(new PublishException(
                    PublishException.Reason.UNAVAILABLE, "Too much waits to be delivered; try again in a moment"));
        });
    }

    final Homes homes() {
        return homes;
    }

    final Admission admission() {
        return admission;
    }

    final MetricsRecorder metrics() {
        return metrics;
    }

    /** Room has been taken for all of them. */
    void post(ApplicationState state, Application application, List<OutgoingEvent> events, PublishOutcome outcome) {
        for (OutgoingEvent event : events) {
            notePublished(application, event);
            for (ChannelName channel : event.channels()) {
                post(state.channels(), application, channel, event);
            }
        }
        outcome.published();
    }

    /** Counts an event that has been admitted, and tells of it. */
    final void notePublished(Application application, OutgoingEvent event) {
        String appId = application.id();
        metrics.eventPublished(appId);
        if (hub.isWanted(EventKind.EVENT_PUBLISHED)) {
            // The slices lie in the whole of the request.
            JsonSlice name = event.event().copy();
            JsonSlice data = event.data().copy();
            List<ChannelName> channels = event.channels();
            long excluded = event.excluded();
            hub.tell(
                    EventKind.EVENT_PUBLISHED,
                    data.length(),
                    time -> new EventPublished(
                            appId,
                            time,
                            channels,
                            name.string(),
                            data.string(),
                            excluded == Delivery.NOBODY
                                    ? Optional.empty()
                                    : Optional.of(Connection.socketId(excluded))));
        }
    }

    private LaneWorker[] rooms(List<OutgoingEvent> events) {
        int count = 0;
        for (OutgoingEvent event : events) {
            count += event.channels().size();
        }
        LaneWorker[] rooms = new LaneWorker[count];
        int next = 0;
        for (OutgoingEvent event : events) {
            for (ChannelName channel : event.channels()) {
                rooms[next++] = homes.of(channel);
            }
        }
        return rooms;
    }

    private void post(ChannelRegistry channels, Application application, ChannelName name, OutgoingEvent event) {
        LaneWorker home = homes.of(name);
        if (!name.isCache() && channels.get(name) == null) {
            admission.release(home);
            return;
        }
        EncodedFrame frame = PusherFrames.event(event.event(), name, event.data());
        Delivery delivery = new Delivery(frame, event.excluded(), () -> admission.release(home));
        if (name.isCache()) {
            channels.execute(name, channel -> channel.publish(delivery, event.event(), event.data(), application));
        } else {
            channels.executeIfPresent(
                    name,
                    channel -> channel.publish(delivery, event.event(), event.data(), application),
                    delivery::reachesNobody);
        }
    }

    /**
     * Passes a client event on.
     *
     * @param sender the sender's subscription, or null where it has none
     * @param memberOnly whether only a member may send
     * @param fact what is told where the event is accepted, or null where nobody wants to know
     */
    public void whisper(
            ApplicationState state,
            ChannelName name,
            EncodedFrame frame,
            long senderKey,
            @Nullable Subscription sender,
            boolean memberOnly,
            Fact.@Nullable ClientEvent fact,
            Whisper.Outcome outcome) {
        LaneWorker home = homes.of(name);
        LaneWorker[] rooms = {home};
        Whisper whisper =
                new Whisper(frame, senderKey, sender, memberOnly, fact, outcome, () -> admission.release(home));
        admission.enter(
                rooms,
                () -> {
                    state.channels().whisper(name, whisper);
                    outcome.admitted();
                },
                outcome::refused);
    }
}
