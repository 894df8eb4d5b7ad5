package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The engine, as the kit plays it: it lets everybody in but {@code /refused}, and writes down what it is told. */
final class RecordingEndpoint implements ServerEndpoint, AutoCloseable {

    /** Small, so that a test can pass it. */
    static final int MAX_REQUEST_SIZE = 2_000;

    /** Short, since a test has to wait for it. */
    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(300);

    private final boolean framesItself;
    private final Signal signal;
    private final KitLane lane = new KitLane();
    private final List<RecordingHandler> connections = new CopyOnWriteArrayList<>();
    private final List<WeakReference<RecordingHandler>> forgotten = new ArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private volatile int maxRequestSize = MAX_REQUEST_SIZE;
    private volatile Duration requestTimeout = REQUEST_TIMEOUT;
    private volatile boolean compressing;
    private volatile BiConsumer<RecordingHandler, String> onText = (handler, text) -> {};
    private volatile BiConsumer<RecordingHandler, HttpRequest> onConnect = (handler, request) -> {};
    private volatile BiConsumer<HttpRequest, HttpResponder> onRequest =
            (request, responder) -> responder.respond(HttpResponse.of(200, "text/plain", describe(request)));

    /**
     * An endpoint.
     *
     * @param signal is told of everything that the transport calls
     */
    RecordingEndpoint(boolean framesItself, Signal signal) {
        this.framesItself = framesItself;
        this.signal = signal;
    }

    /** From now on there is compression for who offers it. */
    void compress() {
        compressing = true;
    }

    @Override
    public boolean compresses() {
        return compressing;
    }

    /** From now on messages are reacted to in this way, on the lane. */
    void onText(BiConsumer<RecordingHandler, String> reaction) {
        onText = reaction;
    }

    /** From now on connections are reacted to in this way, within {@link #connect}. */
    void onConnect(BiConsumer<RecordingHandler, HttpRequest> reaction) {
        onConnect = reaction;
    }

    /** From now on requests are answered in this way. */
    void onRequest(BiConsumer<HttpRequest, HttpResponder> reaction) {
        onRequest = reaction;
    }

    List<RecordingHandler> connections() {
        return List.copyOf(connections);
    }

    Optional<RecordingHandler> find(String target) {
        return connections.stream()
                .filter(connection -> connection.target().equals(target))
                .findAny();
    }

    /** Lets go of all connections, which have ended, but for whether somebody else does not. */
    void forget() {
        for (RecordingHandler connection : connections) {
            broken.addAll(connection.broken());
            forgotten.add(new WeakReference<>(connection));
        }
        connections.clear();
    }

    /** How many connections that were let go of are still known to the transport. */
    long remembered() {
        System.gc();
        return forgotten.stream().filter(connection -> connection.get() != null).count();
    }

    /** What the transport did wrong, with all its connections. */
    List<String> broken() {
        List<String> all = new CopyOnWriteArrayList<>(broken);
        connections.forEach(connection -> all.addAll(connection.broken()));
        return all;
    }

    @Override
    public boolean claims(String path) {
        return !path.startsWith("/host");
    }

    @Override
    public @Nullable HttpResponse refuseUpgrade(HttpRequest request) {
        return request.path().equals("/refused")
                ? HttpResponse.json(503, "{\"error\":\"full\"}").withHeader("Retry-After", "7")
                : WebSocketHandshake.refusal(request);
    }

    @Override
    public ConnectionHandler connect(HttpRequest request, TransportConnection connection) {
        if (!connection.lane().inLane()) {
            broken.add("connect was called off the connection's lane");
        }
        RecordingHandler handler = new RecordingHandler(request, connection, framesItself, onText, signal);
        onConnect.accept(handler, request);
        connections.add(handler);
        signal.happened();
        return handler;
    }

    @Override
    public void handle(HttpRequest request, HttpResponder responder) {
        onRequest.accept(request, responder);
    }

    /** Everything of a request but its headers, a line each, and the body. */
    private static byte[] describe(HttpRequest request) {
        return (request.method() + "\n" + request.path() + "\n" + request.query() + "\n" + request.header("x-Kit")
                        + "\n"
                        + request.remoteAddress() + "\n" + request.isSecure() + "\n"
                        + new String(request.body(), UTF_8))
                .getBytes(UTF_8);
    }

    @Override
    public int maxRequestSize() {
        return maxRequestSize;
    }

    /** From now on bodies may be so large. */
    void setMaxRequestSize(int bytes) {
        maxRequestSize = bytes;
    }

    @Override
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** From now on bodies may take so long. */
    void setRequestTimeout(Duration timeout) {
        requestTimeout = timeout;
    }

    @Override
    public Lane nextLane() {
        return lane;
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        lane.close();
    }
}
