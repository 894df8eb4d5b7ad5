package dev.reverb.spi.transport;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests for a path of its own beside the engine's, such as a metrics page; see {@code
 * ReverbServer.Builder.handler}. Called on an executor for user code, never on a lane, so it may block for a while. Where
 * it throws, or its stage fails, the client gets a 500 and the cause goes to the log.
 */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Answers one request.
     *
     * @param request the request with its whole body
     * @return the answer
     */
    CompletionStage<HttpResponse> handle(HttpRequest request);
}
