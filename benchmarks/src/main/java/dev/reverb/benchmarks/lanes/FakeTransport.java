package dev.reverb.benchmarks.lanes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lanes and fake connections. */
final class FakeTransport implements Transport {

    private final String key;
    private final List<LaneThread> lanes = new ArrayList<>();
    private final Tally bytes;
    private @Nullable ServerEndpoint endpoint;

    FakeTransport(String key, int count) {
        this.key = key;
        this.bytes = new Tally(count);
        for (int i = 0; i < count; i++) {
            lanes.add(new LaneThread(i));
        }
    }

    /** The upgrade request of all connections. */
    private record Upgrade(String path) implements HttpRequest {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String query() {
            return "protocol=7";
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public boolean isSecure() {
            return false;
        }
    }

    /** Opens a connection on a lane and subscribes it to a channel. */
    void connect(int lane, String channel, int work) {
        byte[] subscribe =
                ("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}").getBytes(UTF_8);
        lanes.get(lane).execute(() -> {
            WorkingConnection connection = new WorkingConnection(this, lane, work);
            ConnectionHandler handler =
                    Objects.requireNonNull(endpoint).connect(new Upgrade("/app/" + key), connection);
            connection.open(handler);
            handler.onText(subscribe, 0, subscribe.length);
        });
    }

    LaneThread lane(int number) {
        return lanes.get(number);
    }

    void delivered(int lane, int more) {
        bytes.add(lane, more);
    }

    /** The bytes that have been written on all lanes so far. */
    long bytesWritten() {
        return bytes.sum();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public void start(ServerEndpoint given) {
        endpoint = given;
    }

    @Override
    public List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public int port() {
        return -1;
    }

    @Override
    public void stopAccepting() {}

    @Override
    public void stop() {
        for (LaneThread lane : lanes) {
            try {
                lane.stop();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
