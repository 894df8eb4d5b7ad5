package dev.reverb.examples.nio;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that speaks HTTP/1.1 (RFC 9112): one request at a time, each answered before the next is read, so that answers
 * keep the order of pipelined requests.
 *
 * <pre>
 *   reading ──whole──▶ asked ──answer──▶ sending ──sent──▶ reading
 *                                                  └─────▶ WebSocketConnection, or Lingering
 * </pre>
 */
final class HttpConnection implements SocketHandler {

    /** How long a client may take to send a head, to take an answer, or to think of another request. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final NioSocket socket;
    private final ServerEndpoint endpoint;
    private final String remoteAddress;
    private RequestHead head = new RequestHead();
    private @Nullable RequestBody body;

    /** Whether the next bytes are wanted: not while a request is being answered. */
    private boolean reading = true;

    /** What followed the request that is being answered. */
    private @Nullable ByteBuffer unread;

    private @Nullable Sending sending;

    /** Bytes that the socket had no room for, and what to do behind them. */
    private record Sending(ByteBuffer bytes, NioSocket.Step then) {}

    HttpConnection(NioSocket socket, ServerEndpoint endpoint) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.remoteAddress = socket.channel().socket().getInetAddress().getHostAddress();
    }

    void begin() {
        socket.become(this);
        socket.setDeadline(PATIENCE);
    }

    // Reading.

    @Override
    public void onReadable() throws IOException {
        if (!reading) {
            // Only now: most clients send nothing before they have their answer, and then this costs nothing.
            socket.want(SelectionKey.OP_READ, false);
            return;
        }
        ByteBuffer bytes = socket.loop().input();
        if (socket.channel().read(bytes) < 0) {
            socket.close();
        } else {
            consume(bytes.flip());
        }
    }

    private void readOn() throws IOException {
        reading = true;
        socket.want(SelectionKey.OP_READ, true);
        ByteBuffer bytes = unread;
        unread = null;
        // With no bytes, too: a request that expects a 100 Continue may have no body that would follow.
        consume(bytes == null ? NOTHING : bytes);
    }

    // [consume]
    private void consume(ByteBuffer bytes) throws IOException {
        try {
            if (body == null && head.read(bytes)) {
                body = head.body(endpoint.maxRequestSize());
                socket.setDeadline(endpoint.requestTimeout());
                if (head.expectsContinue() && !bytes.hasRemaining()) {
                    stopReading(bytes);
                    send(Responses.proceed(), this::readOn);
                    return;
                }
            }
            if (body != null && body.read(bytes)) {
                stopReading(bytes);
                ask(new NioRequest(head, body.bytes(), remoteAddress));
            }
        } catch (Refusal refusal) {
            answer(refusal.response());
        }
    }
    // [consume]

    private void stopReading(ByteBuffer rest) {
        reading = false;
        unread = NioSocket.copyOf(rest);
    }

    @Override
    public void onDeadline() throws IOException {
        if (reading && body != null) {
            answer(HttpResponse.requestTimeout());
        } else {
            socket.close();
        }
    }

    // Answering.

    // [ask]
    private void ask(NioRequest request) throws IOException {
        socket.clearDeadline();
        if (!WebSocketHandshake.isUpgrade(request) || head.minorVersion() == 0) {
            endpoint.handle(request, this::respond);
            return;
        }
        HttpResponse refusal =
                request.body().length > 0 ? WebSocketHandshake.bodyRefused() : endpoint.refuseUpgrade(request);
        if (refusal != null) {
            respond(refusal);
        } else {
            String key = Objects.requireNonNull(request.header("Sec-WebSocket-Key"));
            String extensions = WebSocketHandshake.extensions(request, endpoint);
            send(Responses.switchingProtocols(key, extensions), () -> upgrade(request, extensions));
        }
    }

    /** From any thread, and always later: many requests that came together must not be answered in each other's stack. */
    private void respond(HttpResponse response) {
        try {
            socket.loop().execute(() -> socket.guarded(() -> answer(response)));
        } catch (RejectedExecutionException stopped) {
            // With the loop its connections have ended.
        }
    }
    // [ask]

    private void upgrade(NioRequest request, @Nullable String extensions) {
        WebSocketConnection connection = new WebSocketConnection(socket, endpoint, request, extensions);
        socket.become(connection);
        connection.begin(unread);
    }

    // [answer]
    private void answer(HttpResponse response) throws IOException {
        reading = false;
        boolean keepsAlive = head.keepsAlive() && !Responses.closes(response);
        send(Responses.encode(response, head, keepsAlive), keepsAlive ? this::next : this::linger);
    }

    private void next() throws IOException {
        head = new RequestHead();
        body = null;
        socket.setDeadline(PATIENCE);
        readOn();
    }
    // [answer]

    private void linger() throws IOException {
        Lingering.begin(socket, endpoint.requestTimeout());
    }

    // Sending.

    private void send(ByteBuffer bytes, NioSocket.Step then) throws IOException {
        if (!socket.channel().isOpen()) {
            return;
        }
        socket.channel().write(bytes);
        if (bytes.hasRemaining()) {
            sending = new Sending(bytes, then);
            socket.setDeadline(PATIENCE);
            socket.want(SelectionKey.OP_WRITE, true);
        } else {
            then.run();
        }
    }

    @Override
    public void onWritable() throws IOException {
        socket.want(SelectionKey.OP_WRITE, false);
        Sending rest = sending;
        sending = null;
        if (rest != null) {
            send(rest.bytes(), rest.then());
        }
    }

    @Override
    public void onGone() {
        sending = null;
        unread = null;
    }
}
