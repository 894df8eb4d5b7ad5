package dev.reverb.engine;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.InMemoryTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A transport whose connections with {@code broken} in their query throw whenever they write, once {@link #breakNow} was called. */
final class BrokenTransport implements Transport {

    private final InMemoryTransport transport;
    private @Nullable Throwable thrown;

    BrokenTransport(InMemoryTransport transport) {
        this.transport = transport;
    }

    void breakNow(Throwable error) {
        thrown = error;
    }

    private void write() {
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public void start(ServerEndpoint endpoint) {
        transport.start(new Endpoint(endpoint));
    }

    @Override
    public List<Lane> lanes() {
        return transport.lanes();
    }

    @Override
    public int port() {
        return transport.port();
    }

    @Override
    public void stopAccepting() {
        transport.stopAccepting();
    }

    @Override
    public void stop() {
        transport.stop();
    }

    private abstract static class Connection {

        private final TransportConnection connection;

        Connection(TransportConnection connection) {
            this.connection = connection;
        }

        public Lane lane() {
            return connection.lane();
        }

        public void pauseReading() {
            connection.pauseReading();
        }

        public void resumeReading() {
            connection.resumeReading();
        }

        public void setMaxMessageSize(int bytes) {
            connection.setMaxMessageSize(bytes);
        }

        public void disconnect() {
            connection.disconnect();
        }
    }

    private final class Raw extends Connection implements RawConnection {

        private final RawConnection raw;

        Raw(RawConnection raw) {
            super(raw);
            this.raw = raw;
        }

        @Override
        public boolean write(ByteBuffer frames) {
            BrokenTransport.this.write();
            return raw.write(frames);
        }
    }

    private final class Messages extends Connection implements MessageConnection {

        private final MessageConnection messages;

        Messages(MessageConnection messages) {
            super(messages);
            this.messages = messages;
        }

        @Override
        public void send(EncodedFrame frame) {
            BrokenTransport.this.write();
            messages.send(frame);
        }
    }

    private final class Endpoint implements ServerEndpoint {

        private final ServerEndpoint endpoint;

        Endpoint(ServerEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public ConnectionHandler connect(HttpRequest request, TransportConnection connection) {
            if (!String.valueOf(request.query()).contains("broken")) {
                return endpoint.connect(request, connection);
            }
            return endpoint.connect(
                    request,
                    connection instanceof RawConnection raw
                            ? new Raw(raw)
                            : new Messages((MessageConnection) connection));
        }

        @Override
        public boolean claims(String path) {
            return endpoint.claims(path);
        }

        @Override
        public @Nullable HttpResponse refuseUpgrade(HttpRequest request) {
            return endpoint.refuseUpgrade(request);
        }

        @Override
        public void handle(HttpRequest request, HttpResponder responder) {
            endpoint.handle(request, responder);
        }

        @Override
        public int maxRequestSize() {
            return endpoint.maxRequestSize();
        }

        @Override
        public Duration requestTimeout() {
            return endpoint.requestTimeout();
        }

        @Override
        public Lane nextLane() {
            return endpoint.nextLane();
        }

        @Override
        public CompletionStage<Void> shutdown() {
            return endpoint.shutdown();
        }
    }
}
