package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.IncomingBody;
import dev.reverb.spi.transport.ServerEndpoint;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads a request's body without holding a thread, then hands the request to the engine. */
final class RequestBody extends IncomingBody implements Invocable.Task {

    private final Request request;
    private final JettyRequest view;
    private final Callback callback;

    RequestBody(
            ServerEndpoint endpoint, Request request, JettyRequest view, Callback callback, HttpResponder responder) {
        super(endpoint, responder);
        this.request = request;
        this.view = view;
        this.callback = callback;
    }

    void read() {
        if (begin(request.getLength())) {
            run();
        }
    }

    /** In Jetty's loop, as the handler runs. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Takes what there is; Jetty calls again when more has come. */
    @Override
    public void run() {
        while (!isDecided()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                awaitMore();
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (abandon()) {
                    callback.failed(chunk.getFailure());
                }
                return;
            }
            add(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                end();
            }
        }
    }

    @Override
    protected HttpRequest request(byte[] body) {
        return view.withBody(body);
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        Scheduler.Task scheduled =
                request.getComponents().getScheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return scheduled::cancel;
    }
}
