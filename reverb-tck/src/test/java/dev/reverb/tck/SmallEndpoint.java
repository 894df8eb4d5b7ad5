package dev.reverb.tck;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The least that a transport needs: it echoes text, and writes down what else it hears. */
final class SmallEndpoint implements ServerEndpoint {

    static final int MAX_REQUEST_SIZE = 10;

    private final List<TransportConnection> connections = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private Consumer<HttpResponder> onRequest = responder -> responder.respond(HttpResponse.json(200, "{}"));

    List<TransportConnection> connections() {
        return connections;
    }

    List<String> received() {
        return received;
    }

    void onRequest(Consumer<HttpResponder> answer) {
        onRequest = answer;
    }

    @Override
    public boolean claims(String path) {
        return true;
    }

    @Override
    public HttpResponse refuseUpgrade(HttpRequest request) {
        return null;
    }

    @Override
    public ConnectionHandler connect(HttpRequest request, TransportConnection connection) {
        connections.add(connection);
        return new Handler(connection);
    }

    @Override
    public void handle(HttpRequest request, HttpResponder responder) {
        onRequest.accept(responder);
    }

    @Override
    public int maxRequestSize() {
        return MAX_REQUEST_SIZE;
    }

    @Override
    public Duration requestTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Lane nextLane() {
        throw new UnsupportedOperationException("The transport has lanes of its own");
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return CompletableFuture.completedStage(null);
    }

    private final class Handler implements ConnectionHandler {

        private final TransportConnection connection;

        Handler(TransportConnection connection) {
            this.connection = connection;
        }

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            received.add(new String(utf8, offset, length, UTF_8));
            EncodedFrame frame = EncodedFrame.text(utf8, offset, length);
            if (connection instanceof RawConnection raw) {
                raw.write(frame.wire());
            } else {
                ((MessageConnection) connection).send(frame);
            }
        }

        @Override
        public void onPing(byte[] payload, int offset, int length) {}

        @Override
        public void onPong() {}

        @Override
        public void onClose(int code) {
            received.add("close " + code);
        }

        @Override
        public void onViolation(int closeCode, String reason) {}

        @Override
        public void onWritable() {
            received.add("writable");
        }

        @Override
        public void onDisconnect() {}
    }
}
