package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one answer. What fits into the container's buffer goes there at once; of what does not, the container asks for the next
 * piece when the client has taken the last, so that a slow one holds no thread.
 */
final class Answer implements Runnable, WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int PIECE = 8_192;

    /** When an answer leaves the container's buffer. */
    enum End {
        /** When its request is completed. */
        BUFFERED,
        /** At once. */
        FLUSHED,
        /** At once, and that was all. */
        CLOSED
    }

    private final HttpServletResponse response;
    private final HttpResponse answer;
    private final End end;
    private final Consumer<Boolean> done;
    private int written;

    /**
     * An answer.
     *
     * @param end what becomes of it at its end, where it fits into the container's buffer
     * @param done told once whether all of it has been written
     */
    Answer(HttpServletResponse response, HttpResponse answer, End end, Consumer<Boolean> done) {
        this.response = response;
        this.answer = answer;
        this.end = end;
        this.done = done;
    }

    @Override
    public void run() {
        try {
            writeHead(response, answer);
            byte[] body = answer.body();
            ServletOutputStream output = response.getOutputStream();
            if (body.length > response.getBufferSize()) {
                output.setWriteListener(this);
                return;
            }
            output.write(body);
            if (end == End.FLUSHED) {
                response.flushBuffer();
            } else if (end == End.CLOSED) {
                output.close();
            }
        } catch (IOException | RuntimeException gone) {
            onError(gone);
            return;
        }
        done(true);
    }

    static void writeHead(HttpServletResponse response, HttpResponse answer) {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.addHeader(header.getKey(), header.getValue());
        }
        if (answer.status() != 204 && answer.status() != 304) {
            response.setContentLength(answer.body().length);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        ServletOutputStream output = response.getOutputStream();
        byte[] body = answer.body();
        while (output.isReady()) {
            if (written == body.length) {
                done(true);
                return;
            }
            int piece = Math.min(PIECE, body.length - written);
            written += piece;
            output.write(body, written - piece, piece);
        }
    }

    @Override
    public void onError(Throwable gone) {
        LOG.debug("An answer could not be sent", gone);
        done(false);
    }

    private void done(boolean sent) {
        try {
            done.accept(sent);
        } catch (IllegalStateException completed) {
            LOG.debug("A request has been completed", completed);
        }
    }
}
