package dev.reverb.broadcasting.servlet;

import dev.reverb.broadcasting.auth.AuthRequest;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@link BroadcastingAuth} as a servlet (Servlet 6.0 and later), to be mapped to {@code /broadcasting/*} or to the two paths themselves.
 * Guards get at the request by {@code request.unwrap(HttpServletRequest.class)}, while {@code service} runs.
 *
 * <p>Reads the request and, unless an executor is set, asks guards and rules on the container's thread, so what a filter has bound to
 * the thread is there. A rule that ends later holds no thread where the servlet and all filters before it are registered with
 * async-supported; else the container's thread waits for it, for as long as {@link BroadcastingAuth.Builder#timeout} at most.
 *
 * <p>A form that a filter has read already, such as one that looks for a CSRF token, is taken from the request's parameters.
 */
@SuppressWarnings("exports") // Of what the application has where it uses this.
public final class BroadcastingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient BroadcastingAuth auth;

    /**
     * Makes a servlet.
     *
     * @param auth what answers
     */
    public BroadcastingServlet(BroadcastingAuth auth) {
        this.auth = Objects.requireNonNull(auth);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CompletableFuture<HttpResponse> answer = auth.handle(read(request)).toCompletableFuture();
        if (answer.isDone() || !request.isAsyncSupported()) {
            Answer.write(response, answer.join());
            return;
        }
        AsyncContext async = request.startAsync();
        // The answer has a time-out of its own.
        async.setTimeout(0);
        Answer later = new Answer(async);
        async.addListener(later);
        answer.thenAccept(later::complete);
    }

    private AuthRequest read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(auth.maxBodySize() + 1);
        Map<String, String> readBefore = body.length == 0 ? parametersOf(request) : Map.of();
        Optional<Principal> principal = Optional.ofNullable(request.getUserPrincipal());
        return new AuthRequest(new ServletHttpRequest(request, body), readBefore, principal, request);
    }

    private static Map<String, String> parametersOf(HttpServletRequest request) {
        Map<String, String> parameters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 0) {
                parameters.put(name, values[values.length - 1]);
            }
        });
        return parameters;
    }
}
