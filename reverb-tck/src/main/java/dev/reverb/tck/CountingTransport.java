package dev.reverb.tck;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A transport that takes everything at once, counts it and keeps nothing: for measuring the engine alone, and for tests of
 * what it allocates and how often it writes. Once it is warm it allocates nothing itself. For tests of what is sent there is
 * {@link InMemoryTransport}.
 *
 * <p>Its lanes run when it is told to {@link #settle}. Not thread-safe.
 */
public final class CountingTransport implements Transport {

    private final List<ManualLane> lanes;
    private final Consumer<ByteBuffer> observer;
    private final List<CountingConnection> connections = new ArrayList<>();
    private final Runnable handling = this::handlePending;
    private final HttpResponder answering = response -> answer = response;
    private @Nullable ServerEndpoint endpoint;
    private @Nullable HttpRequest pendingRequest;
    private @Nullable HttpResponder pendingResponder;
    private @Nullable HttpResponse answer;
    private long writes;
    private long writtenBytes;
    private int nextLane;

    /** A transport with one lane. */
    public CountingTransport() {
        this(1, written -> {});
    }

    /**
     * A transport.
     *
     * @param lanes how many lanes it has, at least 1
     * @param observer sees the buffer of every write as the engine gives it, and leaves it as it is
     */
    public CountingTransport(int lanes, Consumer<ByteBuffer> observer) {
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(number -> new ManualLane("counting-" + number))
                .toList();
        this.observer = observer;
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public void start(ServerEndpoint newEndpoint) {
        endpoint = newEndpoint;
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
        List.copyOf(connections).forEach(CountingConnection::vanish);
        settle();
        lanes.forEach(ManualLane::end);
    }

    /**
     * One of the lanes, to run it by hand.
     *
     * @param number from 0
     * @return the lane
     */
    public ManualLane lane(int number) {
        return lanes.get(number);
    }

    /** Runs all lanes, turn by turn, until none has anything to do. */
    public void settle() {
        int run;
        do {
            run = 0;
            for (int i = 0; i < lanes.size(); i++) {
                run += lanes.get(i).runTurn();
            }
        } while (run > 0);
    }

    /**
     * Connects a client on the next lane in turn, and settles.
     *
     * @param target the path and query, such as {@code /app/my-app-key?protocol=7}
     * @return the connection, which the engine has greeted
     */
    public CountingConnection connect(String target) {
        return connect(InMemoryRequest.upgrade(target));
    }

    /**
     * Connects a client on the next lane in turn, and settles.
     *
     * @param upgrade what it sends, such as with an offer of compression
     * @return the connection, which the engine has greeted
     */
    public CountingConnection connect(HttpRequest upgrade) {
        CountingConnection connection = new CountingConnection(this, lanes.get(nextLane++ % lanes.size()));
        connections.add(connection);
        connection.open(endpoint(), upgrade);
        settle();
        return connection;
    }

    /**
     * Hands a request to the engine, on the first lane, and settles.
     *
     * @param request the whole request, not larger than the server takes
     * @return the answer
     * @throws IllegalStateException where the engine has not answered when all is done
     */
    public HttpResponse request(HttpRequest request) {
        answer = null;
        handle(request, answering);
        settle();
        HttpResponse given = answer;
        if (given == null) {
            throw new IllegalStateException("The request was not answered");
        }
        return given;
    }

    /**
     * Hands a request to the engine, on the first lane, and does not settle.
     *
     * @param request the whole request, not larger than the server takes
     * @param responder takes the answer
     */
    public void handle(HttpRequest request, HttpResponder responder) {
        pendingRequest = request;
        pendingResponder = responder;
        lanes.get(0).call(handling);
    }

    private void handlePending() {
        HttpRequest request = pendingRequest;
        HttpResponder responder = pendingResponder;
        if (request != null && responder != null) {
            endpoint().handle(request, responder);
        }
    }

    private ServerEndpoint endpoint() {
        ServerEndpoint server = endpoint;
        if (server == null) {
            throw new IllegalStateException("The transport has not started");
        }
        return server;
    }

    /**
     * How often the engine has written.
     *
     * @return the number of writes to all connections together
     */
    public long writes() {
        return writes;
    }

    /**
     * How much the engine has written.
     *
     * @return bytes, of all connections together
     */
    public long writtenBytes() {
        return writtenBytes;
    }

    void count(ByteBuffer frames) {
        observer.accept(frames);
        writes++;
        writtenBytes += frames.remaining();
    }

    void gone(CountingConnection connection) {
        connections.remove(connection);
    }
}
