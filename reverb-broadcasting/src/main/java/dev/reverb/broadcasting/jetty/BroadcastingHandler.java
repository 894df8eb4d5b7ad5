package dev.reverb.broadcasting.jetty;

import dev.reverb.broadcasting.auth.AuthRequest;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.spi.transport.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@link BroadcastingAuth} as a handler of Jetty 12.1, for {@code /broadcasting/auth} and {@code /broadcasting/user-auth} in its context.
 * Other requests go to the handler that it wraps, or to the next one. Guards get at the request by {@code
 * request.unwrap(org.eclipse.jetty.server.Request.class)} until it is answered.
 *
 * <p>The body is read without holding a thread. Guards and rules then run on Jetty's thread pool, unless an executor is set; never on the
 * threads that serve connections, which may be Reverb's lanes.
 */
@SuppressWarnings("exports") // Of what the application has where it uses this.
public final class BroadcastingHandler extends Handler.Wrapper {

    /** Where it is unless it is told: {@value}. */
    public static final String DEFAULT_PATH = "/broadcasting";

    private final BroadcastingAuth auth;
    private final String channelPath;
    private final String userPath;

    /**
     * Makes a handler for {@value #DEFAULT_PATH}.
     *
     * @param auth what answers
     */
    public BroadcastingHandler(BroadcastingAuth auth) {
        this(auth, DEFAULT_PATH);
    }

    /**
     * Makes a handler for another path.
     *
     * @param auth what answers
     * @param path what {@code /auth} and {@code /user-auth} are below, within the context
     */
    public BroadcastingHandler(BroadcastingAuth auth, String path) {
        this.auth = Objects.requireNonNull(auth);
        channelPath = path + "/auth";
        userPath = path + "/user-auth";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.equals(channelPath) && !path.equals(userPath)) {
            return super.handle(request, response, callback);
        }
        new RequestBody(
                        request,
                        auth.maxBodySize(),
                        body -> answer(request, body, response, callback),
                        (refusal, sent) -> write(refusal, response, sent),
                        callback)
                .read();
        return true;
    }

    private static void write(HttpResponse answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.getHeaders().put(header.getKey(), header.getValue());
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private void answer(Request request, byte[] body, Response response, Callback callback) {
        Executor pool = request.getComponents().getExecutor();
        auth.handle(authRequest(request, body), pool).thenAccept(answer -> write(answer, response, callback));
    }

    private static AuthRequest authRequest(Request request, byte[] body) {
        AuthRequest read = AuthRequest.of(new JettyHttpRequest(request, body)).withSource(request);
        Request.AuthenticationState state = Request.getAuthenticationState(request);
        return state == null || state.getUserPrincipal() == null ? read : read.withPrincipal(state.getUserPrincipal());
    }
}
