package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One request and its answer, asynchronously: no thread waits for the body or for the engine. What is answered is written on
 * {@link Threads}.
 */
final class Exchange implements HttpResponder, AsyncListener {

    private final Running running;
    private final JakartaRequest request;
    private final AsyncContext async;
    private final HttpServletResponse servletResponse;
    private final RequestBody body;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** The container is done with the request, or about to be. Guarded by this. */
    private boolean over;

    private Exchange(Running running, JakartaRequest request, AsyncContext async, HttpServletResponse servletResponse) {
        this.running = running;
        this.request = request;
        this.async = async;
        this.servletResponse = servletResponse;
        this.body = new RequestBody(this, running);
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
        if (!exchange.answered.get()) {
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
        long announced = servletRequest.getContentLengthLong();
        if (announced == 0 || announced < 0 && !mayHaveBody(servletRequest)) {
            body.none();
            return;
        }
        body.announce(announced);
        ServletInputStream input = servletRequest.getInputStream();
        if (servletRequest instanceof ServletRequestWrapper) {
            // What filters put around the body seldom can be listened to; they mostly have it already.
            body.readAll(input);
        } else {
            body.listen(input);
        }
    }

    /** Whether there can be a body that announces no length: in chunks, or over HTTP/2. */
    private static boolean mayHaveBody(HttpServletRequest request) {
        return !request.getProtocol().startsWith("HTTP/1.") || request.getHeader("Transfer-Encoding") != null;
    }

    void handle(byte[] whole) {
        if (!answered.get()) {
            running.endpoint().handle(request.withBody(whole), this);
        }
    }

    /**
     * Answers for the body's sake, unless that has been done, and leaves the request open.
     *
     * @param done told whether the answer has been sent
     */
    void refuse(HttpResponse response, Consumer<Boolean> done) {
        if (!answered.getAndSet(true)) {
            // Undertow ends a connection behind its closed answer, or behind the whole body; but at once where the
            // client asked
            // whether to send that.
            Answer.End end = request.header("Expect") == null ? Answer.End.CLOSED : Answer.End.FLUSHED;
            write(new Answer(servletResponse, response, end, done));
        }
    }

    /** Answers, unless that has been done. */
    @Override
    public void respond(HttpResponse response) {
        if (!answered.getAndSet(true)) {
            write(new Answer(servletResponse, response, Answer.End.BUFFERED, sent -> completeNow()));
        }
    }

    private void write(Answer answer) {
        orHere(() -> writeUnlessOver(answer));
    }

    /** A container that has told the end may use its response for another request. */
    private synchronized void writeUnlessOver(Answer answer) {
        if (!over) {
            answer.run();
        }
    }

    /** Ends the request, unless that has been done. */
    void complete() {
        orHere(this::completeNow);
    }

    private synchronized void completeNow() {
        if (!over) {
            over = true;
            async.complete();
        }
    }

    private void orHere(Runnable call) {
        if (!running.threads().execute(call)) {
            // The transport has stopped meanwhile; unanswered, the request would wait for ever.
            call.run();
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

    private void end() {
        synchronized (this) {
            over = true;
        }
        answered.set(true);
        body.giveUp();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
