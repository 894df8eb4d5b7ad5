package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, asynchronously: no thread waits for the body or for the engine. Whichever comes first of the
 * whole body, a body that is too large, and the time-out, decides; what is answered is written on {@link Threads}.
 */
final class Exchange implements HttpResponder, AsyncListener {

    private enum State {
        /** The body is being read. */
        READING,
        /** The engine has the request. */
        HANDLING,
        ANSWERED
    }

    private final Running running;
    private final JakartaRequest request;
    private final AsyncContext async;
    private final HttpServletResponse servletResponse;
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private volatile @Nullable Future<?> timeout;

    /** The container is done with the request, or about to be. Guarded by this. */
    private boolean over;

    private Exchange(Running running, JakartaRequest request, AsyncContext async, HttpServletResponse servletResponse) {
        this.running = running;
        this.request = request;
        this.async = async;
        this.servletResponse = servletResponse;
    }

    /** Takes over a request from its filter chain. */
    static void begin(Running running, HttpServletRequest servletRequest, JakartaRequest request)
            throws ServletException, IOException {
        if (!servletRequest.isAsyncSupported()) {
            throw new ServletException("Reverb answers asynchronously: its filter, and all filters before it, must be"
                    + " registered with async-supported");
        }
        AsyncContext async = servletRequest.startAsync();
        async.setTimeout(0);
        Exchange exchange = new Exchange(running, request, async, unwrapped(async.getResponse()));
        async.addListener(exchange);
        running.add(exchange);
        if (!exchange.isDecided()) {
            exchange.read(servletRequest);
        }
    }

    /** What filters wrap around a response may not outlive their return. */
    private static HttpServletResponse unwrapped(ServletResponse response) {
        ServletResponse inner = response;
        while (inner instanceof ServletResponseWrapper wrapper) {
            inner = wrapper.getResponse();
        }
        return (HttpServletResponse) inner;
    }

    private void read(HttpServletRequest servletRequest) throws IOException {
        int limit = running.endpoint().maxRequestSize();
        long announced = servletRequest.getContentLengthLong();
        if (announced > limit) {
            refuseBody(HttpResponse.payloadTooLarge(limit));
        } else if (announced == 0 || announced < 0 && !mayHaveBody(servletRequest)) {
            handle(new byte[0]);
        } else {
            timeout = running.threads()
                    .schedule(
                            () -> refuseBody(HttpResponse.requestTimeout()),
                            running.endpoint().requestTimeout().toMillis());
            readBody(servletRequest, limit);
        }
    }

    /** Whether there can be a body that announces no length: in chunks, or over HTTP/2. */
    private static boolean mayHaveBody(HttpServletRequest request) {
        return !request.getProtocol().startsWith("HTTP/1.") || request.getHeader("Transfer-Encoding") != null;
    }

    private void readBody(HttpServletRequest servletRequest, int limit) throws IOException {
        RequestBody body = new RequestBody(this, servletRequest.getInputStream(), limit);
        if (servletRequest instanceof ServletRequestWrapper) {
            // What filters put around the body seldom can be listened to; they mostly have it already.
            body.readAll();
        } else {
            body.listen();
        }
    }

    /** Whether nobody needs the rest of the body. */
    boolean isDecided() {
        return state.get() != State.READING;
    }

    void handle(byte[] body) {
        if (state.compareAndSet(State.READING, State.HANDLING)) {
            cancelTimeout();
            running.endpoint().handle(request.withBody(body), this);
        }
    }

    /** Answers for the body's sake, unless the engine has the request. */
    void refuseBody(HttpResponse response) {
        if (state.compareAndSet(State.READING, State.ANSWERED)) {
            cancelTimeout();
            write(response);
        }
    }

    /** Answers, unless that has been done. */
    @Override
    public void respond(HttpResponse response) {
        if (state.getAndSet(State.ANSWERED) != State.ANSWERED) {
            cancelTimeout();
            write(response);
        }
    }

    private void write(HttpResponse response) {
        Answer answer = new Answer(async, servletResponse, response);
        if (!running.threads().execute(() -> writeUnlessOver(answer))) {
            // The transport has stopped meanwhile; unanswered, the request would wait for ever.
            writeUnlessOver(answer);
        }
    }

    /** A container that has told the end may use its response for another request. */
    private synchronized void writeUnlessOver(Answer answer) {
        if (!over) {
            answer.run();
        }
    }

    private void cancelTimeout() {
        Future<?> pending = timeout;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    // ---- what the container tells ----

    @Override
    public void onComplete(AsyncEvent event) {
        end();
        running.remove(this);
    }

    /** The container completes the request when it has told us. */
    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    private synchronized void end() {
        over = true;
        state.set(State.ANSWERED);
        cancelTimeout();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
