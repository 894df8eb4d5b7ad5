package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.dispatch.PublishOutcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the API's routes and the API in Java have the engine do. */
public interface ApiActions {

    /**
     * Publishes events in order, all or none.
     *
     * @param outcome told once: here and now, or later on any thread
     */
    void publish(Application application, ApplicationState state, List<OutgoingEvent> events, PublishOutcome outcome);

    /** Closes every connection of a user. */
    CompletionStage<Void> terminate(Application application, ApplicationState state, String userId);

    /** What may be asked. */
    Questions questions();
}
