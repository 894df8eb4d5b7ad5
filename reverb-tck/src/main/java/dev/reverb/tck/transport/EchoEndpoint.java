package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine for tests of what is a transport's own and so in no kit: it sends every message back, and answers every
 * request with its path and the name of the thread. It claims {@code /app/*}, {@code /apps/*} and {@code /up}.
 */
public final class EchoEndpoint implements ServerEndpoint, AutoCloseable {

    private static final int MAX_REQUEST_SIZE = 1_000_000;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final List<Echo> connections = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> shutdown = new CompletableFuture<>();
    private final KitLane lane = new KitLane();
    private volatile boolean compressing;
    private volatile Runnable onShutdown = () -> {};
    private volatile BiConsumer<HttpRequest, HttpResponder> onRequest = (request, responder) ->
            responder.respond(HttpResponse.of(200, "text/plain", (request.path() + " " + thread()).getBytes(UTF_8)));

    /** An engine without connections. */
    public EchoEndpoint() {}

    private static String thread() {
        return Thread.currentThread().getName();
    }

    /**
     * All connections that there have been, in order.
     *
     * @return a copy
     */
    public List<Echo> connections() {
        return List.copyOf(connections);
    }

    /**
     * From now on requests are answered in this way.
     *
     * @param reaction called as {@link #handle} is
     */
    public void onRequest(BiConsumer<HttpRequest, HttpResponder> reaction) {
        onRequest = reaction;
    }

    /**
     * From now on this is done when the host wants the engine to shut down.
     *
     * @param reaction called as {@link #shutdown} is
     */
    public void onShutdown(Runnable reaction) {
        onShutdown = reaction;
    }

    /** Says that the engine has shut down. */
    public void completeShutdown() {
        shutdown.complete(null);
    }

    /** From now on there is compression for who offers it; nothing is sent back to what comes compressed. */
    public void compress() {
        compressing = true;
    }

    @Override
    public boolean compresses() {
        return compressing;
    }

    @Override
    public boolean claims(String path) {
        return path.startsWith("/app/") || path.startsWith("/apps/") || path.equals("/up");
    }

    @Override
    public @Nullable HttpResponse refuseUpgrade(HttpRequest request) {
        return WebSocketHandshake.refusal(request);
    }

    @Override
    public ConnectionHandler connect(HttpRequest request, TransportConnection connection) {
        Echo echo = new Echo(request, connection);
        connections.add(echo);
        return echo;
    }

    @Override
    public void handle(HttpRequest request, HttpResponder responder) {
        onRequest.accept(request, responder);
    }

    @Override
    public int maxRequestSize() {
        return MAX_REQUEST_SIZE;
    }

    @Override
    public Duration requestTimeout() {
        return REQUEST_TIMEOUT;
    }

    @Override
    public Lane nextLane() {
        return lane;
    }

    @Override
    public CompletionStage<Void> shutdown() {
        onShutdown.run();
        return shutdown;
    }

    @Override
    public void close() {
        lane.close();
    }

    /** One connection; what it is told is written down. */
    public static final class Echo implements ConnectionHandler {

        private final TransportConnection connection;
        private final String target;
        private final @Nullable String host;
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final List<String> threads = new CopyOnWriteArrayList<>();
        private final Queue<EncodedFrame> waiting = new ArrayDeque<>();
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private boolean full;

        private Echo(HttpRequest request, TransportConnection connection) {
            this.connection = connection;
            this.target = request.method() + " " + request.path() + " " + request.isSecure();
            this.host = request.header("Host");
            record("connect");
        }

        /**
         * The transport's side.
         *
         * @return the connection, to be used on its lane
         */
        public TransportConnection connection() {
            return connection;
        }

        /**
         * How the connection was asked for.
         *
         * @return method, path, and whether over TLS
         */
        public String target() {
            return target;
        }

        /**
         * The {@code Host} of the upgrade request.
         *
         * @return the header, or null where there was none
         */
        public @Nullable String host() {
            return host;
        }

        /**
         * What the transport has called, such as {@code text} or {@code close 1000}.
         *
         * @return a copy; calls off the connection's lane say so
         */
        public List<String> calls() {
            return List.copyOf(calls);
        }

        /**
         * On which threads it has called.
         *
         * @return a name for each of the calls
         */
        public List<String> threads() {
            return List.copyOf(threads);
        }

        private void record(String call) {
            calls.add(connection.lane().inLane() ? call : call + " off its lane");
            threads.add(thread());
        }

        @Override
        public void onCompressedText(byte[] deflated, int offset, int length) {
            record("compressed");
        }

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            record("text");
            write(EncodedFrame.text(utf8, offset, length));
        }

        private void write(EncodedFrame frame) {
            waiting.add(frame);
            flush();
        }

        private void flush() {
            while (!full && (rest.hasRemaining() || !waiting.isEmpty())) {
                full = !offer();
            }
        }

        /** Whether the transport takes more. */
        private boolean offer() {
            if (connection instanceof RawConnection raw) {
                rest = rest.hasRemaining() ? rest : waiting.remove().wire();
                return raw.write(rest);
            }
            ((MessageConnection) connection).send(waiting.remove());
            return false;
        }

        @Override
        public void onPing(byte[] payload, int offset, int length) {
            write(EncodedFrame.pong(payload, offset, length));
        }

        @Override
        public void onPong() {
            record("pong");
        }

        @Override
        public void onClose(int code) {
            record("close " + code);
            write(EncodedFrame.close(code, ""));
            connection.disconnect();
        }

        @Override
        public void onViolation(int closeCode, String reason) {
            record("violation " + closeCode);
            write(EncodedFrame.close(closeCode, reason));
            connection.disconnect();
        }

        @Override
        public void onWritable() {
            full = false;
            flush();
        }

        @Override
        public void onDisconnect() {
            record("disconnect");
        }
    }
}
