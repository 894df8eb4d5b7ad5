package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.IncomingBody;
import dev.reverb.spi.transport.ServerEndpoint;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/** Reads a request's body on its I/O thread, then hands the request to the engine. */
final class RequestBody extends IncomingBody implements ChannelListener<StreamSourceChannel>, IoCallback {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

    private static final int SAFE_DIGITS = 18;
    /** For Undertow: bodies of any size. */
    static final long NO_LIMIT = -1;

    private final ServerEndpoint endpoint;
    private final HttpServerExchange exchange;
    private final UndertowRequest view;
    private final UndertowResponder responder;

    RequestBody(ServerEndpoint endpoint, HttpServerExchange exchange, UndertowRequest view) {
        super(endpoint.maxRequestSize(), endpoint.requestTimeout());
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.view = view;
        this.responder = new UndertowResponder(exchange);
    }

    /** Begins, on the I/O thread and outside of Undertow's handlers, so that Undertow does not end the exchange. */
    void read() {
        if (exchange.isRequestComplete()) {
            end();
            return;
        }
        // The engine's limit holds. Of a body in chunks that of a host stays, which Undertow has read by now.
        exchange.setMaxEntitySize(NO_LIMIT);
        begin(announced());
        if (!isRefused() && HttpContinue.requiresContinueResponse(exchange)) {
            awaitMore();
            HttpContinue.sendContinueResponse(exchange, this);
        } else {
            readChannel();
        }
    }

    /** Undertow lets lengths wrap around that no number holds. */
    private long announced() {
        String header = exchange.getRequestHeaders().getFirst(Headers.CONTENT_LENGTH);
        return header != null && header.length() > SAFE_DIGITS ? Long.MAX_VALUE : exchange.getRequestContentLength();
    }

    @Override
    public void onComplete(HttpServerExchange continued, Sender sender) {
        readChannel();
    }

    @Override
    public void onException(HttpServerExchange continued, Sender sender, IOException broken) {
        abort(broken);
    }

    private void readChannel() {
        StreamSourceChannel channel = exchange.getRequestChannel();
        if (channel == null) {
            abort(new IOException("Another handler reads the body"));
            return;
        }
        channel.getReadSetter().set(this);
        handleEvent(channel);
    }

    /** Takes what there is; XNIO calls again when more has come. */
    @Override
    public void handleEvent(StreamSourceChannel channel) {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            while (isWanted()) {
                int taken = channel.read(buffer.clear());
                if (taken < 0) {
                    end();
                    return;
                }
                if (taken == 0) {
                    awaitMore();
                    channel.resumeReads();
                    return;
                }
                add(buffer.flip());
            }
            channel.suspendReads();
        } catch (IOException broken) {
            abort(broken);
        }
    }

    private void abort(IOException broken) {
        if (abandon()) {
            LOG.debug("A request's body broke off", broken);
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    @Override
    protected void handle(byte[] body) {
        endpoint.handle(view.withBody(body), responder);
    }

    @Override
    protected void refuse(HttpResponse answer) {
        responder.refuse(answer, this::answered);
    }

    @Override
    protected void over(boolean read) {
        if (read) {
            exchange.endExchange();
        } else {
            // Undertow itself would read on for ever.
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    @Override
    protected Runnable after(Duration delay, Runnable task) {
        XnioExecutor.Key key = exchange.getIoThread().executeAfter(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return key::remove;
    }
}
