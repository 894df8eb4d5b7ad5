package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.HttpResponse;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses by itself, such as a request that is no HTTP, in the words of the engine's API. */
final class JsonErrors implements Request.Handler {

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        new JettyResponder(response, callback)
                .respond(HttpResponse.json(status, "{\"error\":\"" + HttpStatus.getMessage(status) + "\"}"));
        return true;
    }
}
