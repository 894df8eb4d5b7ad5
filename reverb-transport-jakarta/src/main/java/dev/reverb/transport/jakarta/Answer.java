package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one answer and completes its request. What fits into the container's buffer goes there at once; of what does not, the
 * container asks for the next piece when the client has taken the last, so that a slow one holds no thread.
 */
final class Answer implements Runnable, WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
    private static final int PIECE = 8_192;

    private final AsyncContext async;
    private final HttpServletResponse response;
    private final HttpResponse answer;
    private int written;

    Answer(AsyncContext async, HttpServletResponse response, HttpResponse answer) {
        this.async = async;
        this.response = response;
        this.answer = answer;
    }

    @Override
    public void run() {
        try {
            writeHead(response, answer);
            byte[] body = answer.body();
            ServletOutputStream output = response.getOutputStream();
            if (body.length > response.getBufferSize()) {
                output.setWriteListener(this);
            } else {
                output.write(body);
                async.complete();
            }
        } catch (IOException | RuntimeException gone) {
            onError(gone);
        }
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
                async.complete();
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
        try {
            async.complete();
        } catch (IllegalStateException completed) {
            LOG.debug("A request has been completed", completed);
        }
    }
}
