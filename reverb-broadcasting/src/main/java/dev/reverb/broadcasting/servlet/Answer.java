package dev.reverb.broadcasting.servlet;

import dev.reverb.spi.transport.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an answer, now or when there is one, unless the container is done with the request by then. */
final class Answer implements AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private final AsyncContext async;

    /** The container may use its response for another request. Guarded by this. */
    private boolean over;

    Answer(AsyncContext async) {
        this.async = async;
    }

    static void write(HttpServletResponse response, HttpResponse answer) throws IOException {
        byte[] body = answer.body();
        // Whole into the container's buffer: whoever writes must not wait for the client.
        response.setBufferSize(Math.max(body.length, response.getBufferSize()));
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.setHeader(header.getKey(), header.getValue());
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    synchronized void complete(HttpResponse answer) {
        if (over) {
            return;
        }
        over = true;
        try {
            write((HttpServletResponse) async.getResponse(), answer);
            async.complete();
        } catch (IOException | RuntimeException gone) {
            LOG.debug("An answer could not be sent", gone);
        }
    }

    private synchronized void end() {
        over = true;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
