package dev.reverb.broadcasting.jetty;

import dev.reverb.broadcasting.SocketIdScope;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets {@code toOthers()} know whose request is being handled: opens a {@link SocketIdScope} with the request's {@code X-Socket-ID}
 * around the handlers that it wraps, and always closes it. A header that is no socket id counts as none.
 *
 * <p>The scope is that of the thread that calls {@code handle}, until {@code handle} returns. What a handler does later, in callbacks for
 * content or on threads of its own, is outside the scope; there {@code toOthers(socketId)} says it.
 */
@SuppressWarnings("exports") // Of what the application has where it uses this.
public final class SocketIdHandler extends Handler.Wrapper {

    /** Wraps nothing yet; see {@link #setHandler}. */
    public SocketIdHandler() {}

    /**
     * Wraps a handler.
     *
     * @param handler what the scope is for
     */
    public SocketIdHandler(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SocketIdScope scope = SocketIdScope.open(request.getHeaders().get(SocketIdScope.HEADER));
        try {
            return super.handle(request, response, callback);
        } finally {
            scope.close();
        }
    }
}
