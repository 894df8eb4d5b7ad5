package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.IncomingBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Future;

/** Reads a request's body for its exchange. The container calls it on one thread at a time. */
final class RequestBody extends IncomingBody {

    private static final HttpResponse BROKEN = HttpResponse.json(
                    400, "{\"error\":\"The request body could not be read.\"}")
            .withHeader("Connection", "close");

    private static final int PIECE = 4_096;

    private final Exchange exchange;
    private final Running running;

    RequestBody(Exchange exchange, Running running) {
        super(running.endpoint().maxRequestSize(), running.endpoint().requestTimeout());
        this.exchange = exchange;
        this.running = running;
    }

    /** There is none. */
    void none() {
        end();
    }

    /**
     * Begins with what a body is announced to be.
     *
     * @param announced its length in bytes, or -1 where it is unknown
     */
    void announce(long announced) {
        begin(announced);
        awaitMore();
    }

    /** Holds no thread while nothing arrives. */
    void listen(ServletInputStream input) {
        input.setReadListener(new Listener(input));
    }

    /** Reads on this thread, which may block for as long as the container lets it. */
    void readAll(ServletInputStream input) throws IOException {
        byte[] piece = new byte[PIECE];
        while (isWanted()) {
            int read = input.read(piece);
            if (read < 0) {
                end();
                return;
            }
            add(ByteBuffer.wrap(piece, 0, read));
        }
    }

    /** The container is done with the request, or cannot go on reading it. */
    boolean giveUp() {
        return abandon();
    }

    @Override
    protected void handle(byte[] body) {
        exchange.handle(body);
    }

    @Override
    protected void refuse(HttpResponse answer) {
        exchange.refuse(answer, this::answered);
    }

    @Override
    protected void over(boolean read) {
        exchange.complete();
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        Future<?> scheduled = running.threads().schedule(task, delay.toMillis());
        return () -> scheduled.cancel(false);
    }

    private final class Listener implements ReadListener {

        private final ServletInputStream input;

        Listener(ServletInputStream input) {
            this.input = input;
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] piece = new byte[PIECE];
            // In this order: Undertow tells the end only where it is asked whether it is ready.
            while (isWanted() && input.isReady() && !input.isFinished()) {
                int read = input.read(piece);
                if (read < 0) {
                    return;
                }
                add(ByteBuffer.wrap(piece, 0, read));
            }
        }

        @Override
        public void onAllDataRead() {
            end();
        }

        /** The client is gone, or what it sends is no body; then it is told, if the container has not done so. */
        @Override
        public void onError(Throwable cause) {
            if (giveUp()) {
                exchange.respond(BROKEN);
            }
        }
    }
}
