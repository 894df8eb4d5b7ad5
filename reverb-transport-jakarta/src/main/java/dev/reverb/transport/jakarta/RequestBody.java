package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads a request's body up to a limit. The container calls it on one thread at a time. */
final class RequestBody implements ReadListener {

    private static final HttpResponse BROKEN = HttpResponse.json(
                    400, "{\"error\":\"The request body could not be read.\"}")
            .withHeader("Connection", "close");

    private static final int PIECE = 4_096;

    private final Exchange exchange;
    private final ServletInputStream input;
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RequestBody(Exchange exchange, ServletInputStream input, int limit) {
        this.exchange = exchange;
        this.input = input;
        this.limit = limit;
    }

    /** Holds no thread while nothing arrives. */
    void listen() {
        input.setReadListener(this);
    }

    /** Reads on this thread, which may block for as long as the container lets it. */
    void readAll() throws IOException {
        byte[] piece = new byte[PIECE];
        for (int read = input.read(piece); read >= 0; read = input.read(piece)) {
            if (!take(piece, read)) {
                return;
            }
        }
        onAllDataRead();
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] piece = new byte[PIECE];
        // In this order: Undertow tells the end only where it is asked whether it is ready.
        while (input.isReady() && !input.isFinished()) {
            int read = input.read(piece);
            if (read < 0 || !take(piece, read)) {
                return;
            }
        }
    }

    private boolean take(byte[] piece, int length) {
        if (length > limit - bytes.size()) {
            exchange.refuseBody(HttpResponse.payloadTooLarge(limit));
        } else {
            bytes.write(piece, 0, length);
        }
        return !exchange.isDecided();
    }

    @Override
    public void onAllDataRead() {
        exchange.handle(bytes.toByteArray());
    }

    /** The client is gone, or what it sends is no body; then it is told, if the container has not done so. */
    @Override
    public void onError(Throwable cause) {
        exchange.refuseBody(BROKEN);
    }
}
