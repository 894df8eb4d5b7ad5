package dev.reverb.tck;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A transport without sockets and without threads: clients are objects, and lanes run when a test says so.
 *
 * <p>By default everything that a client or this class does is followed by {@link #settle}, so that its effects can be
 * seen at once. In {@linkplain #manual() manual} mode nothing runs by itself, and a test forces interleavings by running
 * the {@linkplain #lane lanes} in the order it wants.
 *
 * <p>It watches the engine while it serves it: whoever calls a connection off its lane, writes where nothing more may be
 * written, answers a request twice, or throws from a callback gets an exception and is noted in {@link #violations}.
 *
 * <p>Clients and requests may be used by several threads, if the test runs its lanes from one.
 */
public final class InMemoryTransport implements Transport {

    /** After how many tasks {@link #settle} takes the lanes to be in an endless loop. */
    static final int MAX_TASKS = 10_000_000;

    private static final Duration PATIENCE = Duration.ofMillis(10);

    private final List<ManualLane> lanes;
    private final Framing framing;
    private final Set<InMemoryConnection> open = ConcurrentHashMap.newKeySet();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Object activity = new Object();
    private @Nullable ServerEndpoint endpoint;
    private boolean manual;
    private volatile boolean accepting;
    private int nextLane;

    /** A transport with one lane and {@link Framing#RAW}. */
    public InMemoryTransport() {
        this(1, Framing.RAW);
    }

    /**
     * A transport.
     *
     * @param lanes how many lanes it has, at least 1
     * @param framing how it takes frames
     * @throws IllegalArgumentException where there would be no lane
     */
    public InMemoryTransport(int lanes, Framing framing) {
        if (lanes < 1) {
            throw new IllegalArgumentException("A transport needs at least 1 lane, not " + lanes);
        }
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(number -> new ManualLane("memory-" + number, this::signal))
                .toList();
        this.framing = framing;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void start(ServerEndpoint newEndpoint) {
        endpoint = newEndpoint;
        accepting = true;
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
    public void stopAccepting() {
        accepting = false;
    }

    @Override
    public void stop() {
        accepting = false;
        open.forEach(InMemoryConnection::abort);
        lanes.forEach(ManualLane::end);
    }

    /**
     * Whether clients are let in.
     *
     * @return true between {@link #start} and {@link #stopAccepting}
     */
    public boolean isAccepting() {
        return accepting;
    }

    /**
     * From now on nothing runs unless the test runs it.
     *
     * @return this transport
     */
    public InMemoryTransport manual() {
        manual = true;
        return this;
    }

    /**
     * From now on everything a client does is followed by {@link #settle}; this is how a transport begins.
     *
     * @return this transport
     */
    public InMemoryTransport automatic() {
        manual = false;
        settleUnlessManual();
        return this;
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

    /**
     * Runs all lanes, turn by turn, until none has anything to do.
     *
     * @throws IllegalStateException where they go on without end
     */
    public void settle() {
        long run = 0;
        int turn;
        do {
            turn = lanes.stream().mapToInt(ManualLane::runTurn).sum();
            run += turn;
            if (run > MAX_TASKS) {
                throw new IllegalStateException("The lanes do not come to rest after " + run + " tasks");
            }
        } while (turn > 0);
    }

    /**
     * Runs all lanes until a condition holds, for tests of code that also runs on threads of its own, such as an {@code
     * HttpHandler}. Everything else is done as soon as {@link #settle} returns.
     *
     * @param condition what to wait for; checked again after everything that happens here, and every few milliseconds
     * @param timeout for how long at most, in real time
     * @throws AssertionError where it does not come to hold in time
     */
    public void await(BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        settle();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("What was waited for did not happen within " + timeout);
            }
            waitForActivity();
            settle();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // await is the loop
    private void waitForActivity() {
        synchronized (activity) {
            try {
                if (lanes.stream().allMatch(lane -> lane.pendingTasks() == 0)) {
                    activity.wait(PATIENCE.toMillis());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting", interrupted);
            }
        }
    }

    private void signal() {
        synchronized (activity) {
            activity.notifyAll();
        }
    }

    /** What the convenience methods end with. Code that runs on a lane leaves the settling to whoever runs the lane. */
    void settleUnlessManual() {
        if (!manual && !ManualLane.inAnyLane()) {
            settle();
        }
    }

    /**
     * Connects a client on the next lane in turn.
     *
     * @param target the path and query, such as {@code /app/my-app-key?protocol=7}
     * @return the client; see {@link InMemoryClient#refusal} for whether it was let in
     */
    public InMemoryClient connect(String target) {
        return connect(InMemoryRequest.upgrade(target));
    }

    /**
     * Connects a client on the next lane in turn.
     *
     * @param request an upgrade
     * @return the client; see {@link InMemoryClient#refusal} for whether it was let in
     */
    public InMemoryClient connect(HttpRequest request) {
        return connect(request, nextLane++ % lanes.size());
    }

    /**
     * Connects a client.
     *
     * @param request an upgrade
     * @param lane the number of its lane, from 0
     * @return the client; see {@link InMemoryClient#refusal} for whether it was let in
     * @throws IllegalStateException where the transport does not accept connections, or not any more
     */
    public InMemoryClient connect(HttpRequest request, int lane) {
        ServerEndpoint server = accepting();
        InMemoryClient client = new InMemoryClient(this);
        InMemoryConnection connection = framing == Framing.RAW
                ? new InMemoryRawConnection(this, lane(lane), client)
                : new InMemoryMessageConnection(this, lane(lane), client);
        client.open(connection);
        open.add(connection);
        lane(lane).execute(() -> connection.upgrade(server, request));
        settleUnlessManual();
        return client;
    }

    /**
     * Sends an HTTP request, on the first lane.
     *
     * @param request the whole request; where its body is larger than the server takes, it is answered 413 here, as by
     *     every transport
     * @return the request and, where the server has answered, the answer
     * @throws IllegalStateException where the transport does not accept connections, or not any more
     */
    public InMemoryExchange request(HttpRequest request) {
        ServerEndpoint server = accepting();
        InMemoryExchange exchange = new InMemoryExchange(request);
        if (request.body().length > server.maxRequestSize()) {
            exchange.answer(HttpResponse.payloadTooLarge(server.maxRequestSize()));
        } else {
            lane(0).execute(() -> server.handle(request, response -> answer(exchange, response)));
        }
        settleUnlessManual();
        return exchange;
    }

    private void answer(InMemoryExchange exchange, HttpResponse response) {
        if (!exchange.answer(response)) {
            throw violation("A request was answered twice: " + exchange);
        }
        signal();
    }

    private ServerEndpoint accepting() {
        ServerEndpoint server = endpoint;
        if (server == null || !accepting) {
            throw new IllegalStateException(
                    "Connection refused: the transport " + (server == null ? "has not started" : "accepts no more"));
        }
        return server;
    }

    /**
     * Where the engine broke the contract of the transport SPI.
     *
     * @return a sentence for each; empty where all is well
     */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    IllegalStateException violation(String what) {
        violations.add(what);
        return new IllegalStateException(what);
    }

    /**
     * How many connections are open, as the transport sees it.
     *
     * @return those whose end the engine has not been told yet
     */
    public int openConnections() {
        return open.size();
    }

    void gone(InMemoryConnection connection) {
        open.remove(connection);
        signal();
    }
}
