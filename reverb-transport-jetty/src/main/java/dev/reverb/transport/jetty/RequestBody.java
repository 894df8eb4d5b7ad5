package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body without holding a thread, then hands the request to the engine. A body that is too large, too late
 * or broken is answered here. Whichever of these comes first decides; the time-out is the only one on another thread.
 */
final class RequestBody implements Invocable.Task {

    private static final byte[] NOTHING = {};

    private final ServerEndpoint endpoint;
    private final Request request;
    private final String path;
    private final Callback callback;
    private final HttpResponder responder;
    private final AtomicBoolean decided = new AtomicBoolean();
    private byte[] bytes = NOTHING;
    private int length;
    private Scheduler.@Nullable Task timeout;

    RequestBody(ServerEndpoint endpoint, Request request, String path, Callback callback, HttpResponder responder) {
        this.endpoint = endpoint;
        this.request = request;
        this.path = path;
        this.callback = callback;
        this.responder = responder;
    }

    /** In Jetty's loop, as the handler runs. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Takes what there is; Jetty calls again when more has come. */
    @Override
    public void run() {
        if (request.getLength() > endpoint.maxRequestSize()) {
            answer(HttpResponse.payloadTooLarge(endpoint.maxRequestSize()));
            return;
        }
        while (!decided.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                awaitMore();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                if (decide()) {
                    callback.failed(chunk.getFailure());
                }
                return;
            }
            take(chunk);
        }
    }

    private void awaitMore() {
        if (timeout == null) {
            timeout = request.getComponents()
                    .getScheduler()
                    .schedule(
                            () -> answer(HttpResponse.requestTimeout()),
                            endpoint.requestTimeout().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        request.demand(this);
    }

    private void take(Content.Chunk chunk) {
        ByteBuffer content = chunk.getByteBuffer();
        boolean fits = content.remaining() <= endpoint.maxRequestSize() - length;
        if (fits) {
            append(content);
        }
        boolean last = chunk.isLast();
        chunk.release();
        if (!fits) {
            answer(HttpResponse.payloadTooLarge(endpoint.maxRequestSize()));
        } else if (last && decide()) {
            byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            endpoint.handle(new JettyRequest(request, path, body), responder);
        }
    }

    /** Makes room by what has arrived, not by what was announced. */
    private void append(ByteBuffer content) {
        int needed = length + content.remaining();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, length == 0 ? needed : Math.max(needed, 2 * length));
        }
        int added = content.remaining();
        content.get(bytes, length, added);
        length += added;
    }

    private void answer(HttpResponse response) {
        if (decide()) {
            responder.respond(response);
        }
    }

    private boolean decide() {
        if (!decided.compareAndSet(false, true)) {
            return false;
        }
        Scheduler.Task scheduled = timeout;
        if (scheduled != null) {
            scheduled.cancel();
        }
        return true;
    }
}
