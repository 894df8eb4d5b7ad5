package dev.reverb.internal.http;

import dev.reverb.PublishException;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.dispatch.PublishOutcome;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;

/** What both routes that publish have in common: all events or none, answered once they are in their channels' mailboxes. */
abstract class PublishRoute implements ApiRoute {

    private final ApiActions actions;

    PublishRoute(ApiActions actions) {
        this.actions = actions;
    }

    @Override
    public String method() {
        return "POST";
    }

    abstract List<OutgoingEvent> read(ApiRequest request) throws MalformedJsonException;

    abstract HttpResponse answer(List<OutgoingEvent> events, ApplicationState state);

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        List<OutgoingEvent> events;
        try {
            events = read(request);
        } catch (MalformedJsonException malformed) {
            throw new ApiException(400, "The body is not the JSON that this path takes");
        }
        ApplicationState state = request.state();
        actions.publish(request.application(), state, events, new PublishOutcome() {
            @Override
            public void published() {
                responder.respond(answer(events, state));
            }

            @Override
            public void refused(PublishException why) {
                responder.respond(ApiException.response(Refusals.status(why), String.valueOf(why.getMessage())));
            }
        });
    }
}
