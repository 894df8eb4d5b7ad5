package dev.reverb.internal.http;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;

/** {@code GET /apps/{id}/connections}: how many connections are open, on a channel or not. */
final class ConnectionsRoute extends AskingRoute {

    ConnectionsRoute(Questions questions) {
        super(questions);
    }

    @Override
    public String path() {
        return "/connections";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        respond(
                questions().connections(request.application(), request.state()),
                connections -> HttpResponse.json(200, "{\"connections\":" + connections + "}"),
                responder);
    }
}
