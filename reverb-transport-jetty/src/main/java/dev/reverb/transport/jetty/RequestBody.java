package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.IncomingBody;
import dev.reverb.spi.transport.ServerEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads a request's body without holding a thread, then hands the request to the engine. Its lock keeps a request whose time is
 * up from being ended while it is read.
 */
final class RequestBody extends IncomingBody implements Invocable.Task {

    private final ServerEndpoint endpoint;
    private final Request request;
    private final JettyRequest view;
    private final Callback callback;
    private final JettyResponder responder;

    RequestBody(
            ServerEndpoint endpoint, Request request, JettyRequest view, Callback callback, JettyResponder responder) {
        super(endpoint.maxRequestSize(), endpoint.requestTimeout());
        this.endpoint = endpoint;
        this.request = request;
        this.view = view;
        this.callback = callback;
        this.responder = responder;
    }

    void read() {
        begin(request.getLength());
        run();
    }

    /** In Jetty's loop, as the handler runs. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Takes what there is; Jetty calls again when more has come. */
    @Override
    public void run() {
        if (readToEnd()) {
            end();
        }
    }

    private synchronized boolean readToEnd() {
        boolean last = false;
        while (!last && isWanted()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                awaitMore();
                request.demand(this);
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (abandon()) {
                    callback.failed(chunk.getFailure());
                }
                return false;
            }
            add(chunk.getByteBuffer());
            last = chunk.isLast();
            chunk.release();
        }
        return last;
    }

    @Override
    protected void handle(byte[] body) {
        endpoint.handle(view.withBody(body), responder);
    }

    @Override
    protected void refuse(HttpResponse answer) {
        responder.send(answer, new Sent());
    }

    @Override
    protected synchronized void over(boolean read) {
        if (read) {
            callback.succeeded();
        } else {
            callback.failed(new IOException("A refused body is not read to its end"));
        }
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        Scheduler.Task scheduled =
                request.getComponents().getScheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return scheduled::cancel;
    }

    private final class Sent implements Callback {

        @Override
        public void succeeded() {
            answered(true);
        }

        @Override
        public void failed(Throwable failure) {
            answered(false);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
