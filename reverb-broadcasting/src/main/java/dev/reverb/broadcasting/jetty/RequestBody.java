package dev.reverb.broadcasting.jetty;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.IncomingBody;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads a request's body without holding a thread. Its lock keeps a request whose time is up from being ended while it is read.
 */
final class RequestBody extends IncomingBody implements Invocable.Task {

    /** How long a body may take to arrive. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Request request;
    private final Consumer<byte[]> whole;
    private final Refusal refusal;
    private final Callback callback;

    /** Sends an answer without ending the request, and tells when it has been sent. */
    @FunctionalInterface
    interface Refusal {
        void send(HttpResponse answer, Callback sent);
    }

    /**
     * A body of which nothing has been read.
     *
     * @param maxSize in bytes
     * @param whole told the body
     * @param refusal told instead to answer that it is too large or too late
     * @param callback ends the request where {@code whole} is not told
     */
    RequestBody(Request request, int maxSize, Consumer<byte[]> whole, Refusal refusal, Callback callback) {
        super(maxSize, TIMEOUT);
        this.request = request;
        this.whole = whole;
        this.refusal = refusal;
        this.callback = callback;
    }

    void read() {
        begin(request.getLength());
        run();
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
        whole.accept(body);
    }

    @Override
    protected void refuse(HttpResponse answer) {
        refusal.send(answer, new Sent());
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

    /** Only hands over to other threads. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
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
