package dev.reverb.internal.http;

import dev.reverb.PublishException;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.dispatch.OutgoingEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What the API's routes and the API in Java have the engine do. */
public interface ApiActions {

    /**
     * An event, and what its publisher wants to know of its channels.
     *
     * @param event the event
     * @param wanted what to answer of each channel
     */
    record Publish(OutgoingEvent event, Set<ChannelAttribute> wanted) {}

    /**
     * Publishes events in order, all or none.
     *
     * @return for each event what was wanted, by channel; a {@link PublishException} where they were refused
     */
    CompletionStage<List<Map<String, ChannelInfo>>> publish(
            Application application, ApplicationState state, List<Publish> events);

    /** Closes every connection of a user. */
    CompletionStage<Void> terminate(ApplicationState state, String userId);
}
