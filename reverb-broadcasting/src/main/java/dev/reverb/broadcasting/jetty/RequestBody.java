package dev.reverb.broadcasting.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's body without holding a thread. One that is too large is refused at once. What still comes of it is read and
 * dropped, as a connection that closes with something unread takes its answer along (RFC 9112 section 9.6).
 */
final class RequestBody implements Invocable.Task {

    /** How much is dropped, {@value} bytes; who sends more may not get to read the answer. */
    static final int MAX_DROPPED = 1_048_576;

    private final Request request;
    private final int limit;
    private final Consumer<byte[]> whole;
    private final Consumer<Callback> refusal;
    private final Callback callback;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean refused;
    private int dropped;

    /**
     * A body of which nothing has been read.
     *
     * @param whole told the body
     * @param refusal told instead to answer that it is too large, and whom to tell that it has
     * @param callback ends the request where neither does
     */
    RequestBody(Request request, int limit, Consumer<byte[]> whole, Consumer<Callback> refusal, Callback callback) {
        this.request = request;
        this.limit = limit;
        this.whole = whole;
        this.refusal = refusal;
        this.callback = callback;
    }

    void read() {
        if (request.getLength() > limit) {
            refuse();
        } else {
            run();
        }
    }

    private void refuse() {
        refused = true;
        // Who waits to be told to go on sends nothing, and reading would tell him.
        boolean nothingComes = request.getHeaders().contains(HttpHeader.EXPECT);
        refusal.accept(nothingComes ? callback : new DropTheRest());
    }

    /** Takes what there is; Jetty calls again when more has come. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(chunk.getFailure());
                return;
            }
            boolean last = chunk.isLast();
            take(chunk.getByteBuffer());
            chunk.release();
            if (refused ? last || dropped > MAX_DROPPED : isTooLarge() || last) {
                decide();
                return;
            }
        }
    }

    private void take(ByteBuffer piece) {
        if (refused) {
            dropped += piece.remaining();
            return;
        }
        byte[] copy = new byte[Math.min(piece.remaining(), limit + 1 - bytes.size())];
        piece.get(copy);
        bytes.writeBytes(copy);
    }

    private boolean isTooLarge() {
        return bytes.size() > limit;
    }

    private void decide() {
        if (refused) {
            callback.succeeded();
        } else if (isTooLarge()) {
            refuse();
        } else {
            whole.accept(bytes.toByteArray());
        }
    }

    private void end(Throwable failure) {
        if (refused) {
            callback.succeeded(); // it has been answered
        } else {
            callback.failed(failure);
        }
    }

    /** Only hands over to other threads. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    private final class DropTheRest implements Callback {

        @Override
        public void succeeded() {
            run();
        }

        @Override
        public void failed(Throwable failure) {
            callback.failed(failure);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
