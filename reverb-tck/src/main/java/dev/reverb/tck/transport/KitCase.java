package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all cases have in common: a transport is started for each test, with an endpoint that writes everything down, and
 * stopped behind it; then what holds for every connection is checked. Every wait ends with a deadline; none is a sleep.
 */
abstract class KitCase {

    /** How long anything may take, in real time. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Callable<TransportUnderTest> factory;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private @Nullable TransportUnderTest underTest;
    private @Nullable RecordingEndpoint endpoint;
    private int connected;
    private boolean stopped;

    KitCase(Callable<TransportUnderTest> factory) {
        this.factory = factory;
    }

    @BeforeEach
    final void startTransport() throws Exception {
        underTest = factory.call();
        endpoint = new RecordingEndpoint(framesItself());
        underTest().transport().start(endpoint());
    }

    @AfterEach
    final void stopTransport() throws Exception {
        for (AutoCloseable link : opened) {
            link.close();
        }
        await(
                "every connection told of its end",
                () -> endpoint().connections().stream().allMatch(RecordingHandler::isDisconnected));
        stop();
        underTest().close();
        endpoint().close();
        assertThat(endpoint().broken()).isEmpty();
        assertThat(endpoint().connections())
                .allSatisfy(
                        connection -> assertThat(connection.count("disconnect")).isEqualTo(1));
    }

    /** Stops the transport, if the test has not done so yet. */
    final void stop() {
        if (!stopped) {
            stopped = true;
            underTest().transport().stopAccepting();
            underTest().transport().stop();
        }
    }

    final TransportUnderTest underTest() {
        return Objects.requireNonNull(underTest);
    }

    final RecordingEndpoint endpoint() {
        return Objects.requireNonNull(endpoint);
    }

    /** Opens a client's connection, to be closed behind the test. */
    final ClientLink open() throws IOException {
        ClientLink link = underTest().open();
        opened.add(link);
        return link;
    }

    /** Opens a WebSocket. */
    final WebSocketLink connect(String target, byte[]... rightBehind) throws IOException {
        WebSocketLink socket = WebSocketLink.connect(open(), framesItself(), target, rightBehind);
        connected++;
        return socket;
    }

    /** Opens a WebSocket at any path. */
    final WebSocketLink connect() throws IOException {
        return connect("/app/kit");
    }

    /** The server's side of the connection that was opened last. */
    final RecordingHandler server() {
        // The client may see the handshake's end before the engine has taken over.
        await("the connection's handler", () -> endpoint().connections().size() >= Math.max(1, connected));
        return endpoint().connections().get(endpoint().connections().size() - 1);
    }

    final boolean framesItself() {
        return underTest().framesItself();
    }

    /** Waits until the server's side was called so often, and returns the calls. */
    final List<String> calls(RecordingHandler server, int count) {
        await(count + " calls", () -> server.calls().size() >= count);
        return server.calls();
    }

    /** Waits until the server's side was told of the end. */
    final void awaitDisconnect(RecordingHandler server) {
        await("onDisconnect", server::isDisconnected);
    }

    /**
     * Asserts that the connection has ended, and everything that was called until then. A container may keep the client's
     * Close and what it did wrong to itself, or tell one as the other.
     */
    final void assertEnded(RecordingHandler server, String... expected) {
        awaitDisconnect(server);
        if (framesItself()) {
            assertThat(server.calls()).containsExactly(expected);
        } else {
            assertThat(server.calls().stream().filter(call -> !isEnding(call)))
                    .isEqualTo(
                            Stream.of(expected).filter(call -> !isEnding(call)).toList());
            assertThat(Stream.of(expected).map(KitCase::code))
                    .containsAll(server.calls().stream()
                            .filter(KitCase::isEnding)
                            .map(KitCase::code)
                            .toList());
        }
    }

    private static boolean isEnding(String call) {
        return call.startsWith("close ") || call.startsWith("violation ");
    }

    private static String code(String call) {
        return call.substring(call.indexOf(' ') + 1);
    }

    /** Lets a transport without threads go on. */
    final void turn() {
        underTest().turn();
    }

    /** Waits until a condition holds. */
    final void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as("Waited %s for: %s", DEADLINE, what)
                    .isNegative();
            long seen = endpoint().signal().count();
            underTest().turn();
            if (!condition.getAsBoolean()) {
                endpoint().signal().awaitAfter(seen);
            }
        }
    }
}
