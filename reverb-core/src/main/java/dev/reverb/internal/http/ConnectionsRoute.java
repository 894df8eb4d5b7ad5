package dev.reverb.internal.http;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;

/** {@code GET /apps/{id}/connections}: how many connections are open, on a channel or not. */
final class ConnectionsRoute implements ApiRoute {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/connections";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        responder.respond(
                HttpResponse.json(200, "{\"connections\":" + request.state().connections() + "}"));
    }
}
