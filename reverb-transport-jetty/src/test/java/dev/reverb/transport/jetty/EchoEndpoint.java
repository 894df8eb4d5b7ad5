package dev.reverb.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An engine that sends every message back, and answers every request with its path and the name of the thread. */
final class EchoEndpoint implements ServerEndpoint, AutoCloseable {

    final List<Echo> connections = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> shutdown = new CompletableFuture<>();
    final ThreadLane lane = new ThreadLane();
    volatile Runnable onShutdown = () -> {};
    volatile BiConsumer<HttpRequest, HttpResponder> onRequest =
            (request, responder) -> responder.respond(HttpResponse.of(
                    200,
                    "text/plain",
                    (request.path() + " " + Thread.currentThread().getName()).getBytes(UTF_8)));

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
        Echo echo = new Echo(request, (RawConnection) connection);
        connections.add(echo);
        return echo;
    }

    @Override
    public void handle(HttpRequest request, HttpResponder responder) {
        onRequest.accept(request, responder);
    }

    @Override
    public int maxRequestSize() {
        return 1_000_000;
    }

    @Override
    public Duration requestTimeout() {
        return Duration.ofSeconds(10);
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
        lane.executor.shutdownNow();
    }

    /** One connection; what it is told is written down. */
    static final class Echo implements ConnectionHandler {
        final RawConnection connection;
        final String target;
        final @Nullable String host;
        final List<String> calls = new CopyOnWriteArrayList<>();
        final List<String> threads = new CopyOnWriteArrayList<>();
        private ByteBuffer rest = ByteBuffer.allocate(0);

        Echo(HttpRequest request, RawConnection connection) {
            this.connection = connection;
            this.target = request.method() + " " + request.path() + " " + request.isSecure();
            this.host = request.header("Host");
            record("connect");
        }

        private void record(String call) {
            calls.add(connection.lane().inLane() ? call : call + " off its lane");
            threads.add(Thread.currentThread().getName());
        }

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            record("text");
            write(EncodedFrame.text(utf8, offset, length));
        }

        private void write(EncodedFrame frame) {
            ByteBuffer all = ByteBuffer.allocate(rest.remaining() + frame.size());
            all.put(rest).put(frame.wire()).flip();
            rest = all;
            connection.write(rest);
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
            if (rest.hasRemaining()) {
                connection.write(rest);
            }
        }

        @Override
        public void onDisconnect() {
            record("disconnect");
        }
    }

    /** A lane as the engine makes them. */
    static final class ThreadLane implements Lane {
        final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "engine-lane"));

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public boolean inLane() {
            return Thread.currentThread().getName().equals("engine-lane");
        }
    }
}
