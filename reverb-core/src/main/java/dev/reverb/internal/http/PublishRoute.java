package dev.reverb.internal.http;

import dev.reverb.PublishException;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.dispatch.PublishOutcome;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;
import java.util.Map;

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

    /**
     * Answers that all have been published.
     *
     * @param info what the publisher wanted to know, event by event
     */
    abstract HttpResponse answer(List<Map<String, ChannelInfo>> info);

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
                PublishedInfo.tell(
                        actions.questions(),
                        request.application(),
                        state,
                        events,
                        info -> responder.respond(answer(info)));
            }

            @Override
            public void refused(PublishException why) {
                responder.respond(ApiException.response(Refusals.status(why), String.valueOf(why.getMessage())));
            }
        });
    }
}
