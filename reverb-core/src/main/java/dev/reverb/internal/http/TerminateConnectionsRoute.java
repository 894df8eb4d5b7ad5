package dev.reverb.internal.http;

import dev.reverb.spi.transport.HttpResponder;

/** {@code POST /apps/{id}/users/{user}/terminate_connections}: closes a user's connections. */
final class TerminateConnectionsRoute implements ApiRoute {

    private final ApiActions actions;

    TerminateConnectionsRoute(ApiActions actions) {
        this.actions = actions;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/users/*/terminate_connections";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        actions.terminate(
                        request.application(),
                        request.state(),
                        request.variables().get(0))
                .whenComplete(
                        (done, failed) -> responder.respond(failed == null ? Answers.DONE : Refusals.unreachable()));
    }
}
