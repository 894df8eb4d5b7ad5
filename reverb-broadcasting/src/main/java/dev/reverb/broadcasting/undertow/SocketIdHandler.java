package dev.reverb.broadcasting.undertow;

import dev.reverb.broadcasting.SocketIdScope;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Objects;

/**
 * Lets {@code toOthers()} know whose request is being handled: opens a {@link SocketIdScope} with the request's {@code X-Socket-ID}
 * around the next handler, and always closes it. A header that is no socket id counts as none.
 *
 * <p>The scope is that of the thread that calls {@code handleRequest}, until it returns. What a handler dispatches to a worker is outside the
 * scope, so this one belongs behind the dispatch: {@code new BlockingHandler(new SocketIdHandler(next))}. Elsewhere {@code
 * toOthers(socketId)} says it.
 */
@SuppressWarnings("exports") // Of what the application has where it uses this.
public final class SocketIdHandler implements HttpHandler {

    private final HttpHandler next;

    /**
     * Wraps a handler.
     *
     * @param next what the scope is for
     */
    public SocketIdHandler(HttpHandler next) {
        this.next = Objects.requireNonNull(next);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        SocketIdScope scope = SocketIdScope.open(exchange.getRequestHeaders().getFirst(SocketIdScope.HEADER));
        try {
            next.handleRequest(exchange);
        } finally {
            scope.close();
        }
    }
}
