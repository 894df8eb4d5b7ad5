package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.FrameReader;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.nio.ByteBuffer;

/** A client of a {@link CountingTransport}, and the server's end of its connection. Not thread-safe. */
public final class CountingConnection implements RawConnection {

    private static final int LARGEST_READ = 64 * 1024;

    private final CountingTransport transport;
    private final ManualLane lane;
    private final FrameReader reader = new FrameReader();
    private final Runnable reading = this::read;
    private ByteBuffer input = ByteBuffer.allocate(512);
    private ConnectionHandler handler;
    private String socketId = "";
    private long writes;
    private boolean ended;

    @SuppressWarnings("NullAway.Init") // the handler comes with open, before anything else
    CountingConnection(CountingTransport transport, ManualLane lane) {
        this.transport = transport;
        this.lane = lane;
    }

    void open(ServerEndpoint server, HttpRequest upgrade) {
        reader.setCompression(WebSocketHandshake.extensions(upgrade, server) != null);
        lane.call(() -> {
            handler = server.connect(upgrade, this);
            reader.start(handler);
        });
    }

    // What the client does.

    /**
     * The connection's id, as the engine's greeting tells it.
     *
     * @return two numbers with a dot between, or an empty string where the client was refused
     */
    public String socketId() {
        return socketId;
    }

    /**
     * Has the engine read what the client sends, on the connection's lane, and does not settle.
     *
     * @param frames whole frames, as {@link ClientFrame} makes them; at most 64 KiB, and not changed
     */
    public void receive(byte[] frames) {
        if (input.capacity() < frames.length) {
            input = ByteBuffer.allocate(LARGEST_READ);
        }
        input.clear().put(frames).flip();
        lane.call(reading);
    }

    private void read() {
        reader.read(input);
    }

    /**
     * Subscribes, signed where need be, and settles.
     *
     * @param application whose key and secret to sign with
     * @param channel the channel's name
     * @return this connection
     */
    public CountingConnection subscribe(Application application, String channel) {
        receive(ClientFrame.text(PusherMessage.subscribe(application, socketId, channel, null)));
        transport.settle();
        return this;
    }

    /** Ends the connection from below, as if the client had vanished, and does not settle. */
    public void vanish() {
        if (!ended) {
            ended = true;
            reader.stop();
            transport.gone(this);
            lane.call(handler::onDisconnect);
        }
    }

    /**
     * How often the engine has written.
     *
     * @return the number of writes to this connection
     */
    public long writes() {
        return writes;
    }

    // What the engine does.

    @Override
    public boolean write(ByteBuffer frames) {
        if (writes++ == 0) {
            greeted(frames.duplicate());
        }
        transport.count(frames);
        frames.position(frames.limit());
        return true;
    }

    private void greeted(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        String text = new String(bytes, UTF_8);
        int start = text.indexOf("socket_id\\\":\\\"") + 14;
        socketId = start < 14 ? "" : text.substring(start, text.indexOf('\\', start));
    }

    @Override
    public boolean isCompressed() {
        return reader.hasCompression();
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void pauseReading() {
        reader.pause();
    }

    @Override
    public void resumeReading() {
        reader.resume();
    }

    @Override
    public void setMaxMessageSize(int bytes) {
        reader.setMaxMessageSize(bytes);
    }

    @Override
    public void disconnect() {
        if (!ended) {
            ended = true;
            reader.stop();
            transport.gone(this);
            lane.execute(handler::onDisconnect);
        }
    }
}
