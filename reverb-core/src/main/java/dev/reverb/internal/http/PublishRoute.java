package dev.reverb.internal.http;

import dev.reverb.PublishException;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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

    abstract List<ApiActions.Publish> read(ApiRequest request) throws MalformedJsonException;

    abstract HttpResponse answer(List<ApiActions.Publish> events, List<Map<String, ChannelInfo>> results);

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        List<ApiActions.Publish> events;
        try {
            events = read(request);
        } catch (MalformedJsonException malformed) {
            throw new ApiException(400, "The body is not the JSON that this path takes");
        }
        CompletableFuture<List<Map<String, ChannelInfo>>> published =
                actions.publish(request.application(), request.state(), events).toCompletableFuture();
        published.whenComplete(
                (results, failed) -> responder.respond(failed == null ? answer(events, results) : refusal(failed)));
    }

    private static HttpResponse refusal(Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        return cause instanceof PublishException refused
                ? ApiException.response(Refusals.status(refused), String.valueOf(refused.getMessage()))
                : ApiException.response(500, "The server failed on this request");
    }
}
