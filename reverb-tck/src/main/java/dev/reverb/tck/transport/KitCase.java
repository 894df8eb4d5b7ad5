package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all cases with an engine that is played have in common: a transport is started for each test, with an endpoint that
 * writes everything down, and stopped behind it; then what holds for every connection is checked.
 */
abstract class KitCase extends LinkCase {

    private @Nullable RecordingEndpoint endpoint;
    private int connected;
    private String lastTarget = "";
    private boolean stopped;

    KitCase(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void startTransport() throws Exception {
        createTransport();
        endpoint = new RecordingEndpoint(framesItself(), signal());
        underTest().transport().start(endpoint());
    }

    @AfterEach
    final void stopTransport() throws Exception {
        closeClients();
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

    /** Closes all clients so far, whose server's sides have ended, and keeps nothing of them. */
    final void forgetConnections() throws IOException {
        closeClients();
        endpoint().forget();
    }

    /** Stops the transport, if the test has not done so yet. */
    final void stop() {
        if (!stopped) {
            stopped = true;
            underTest().transport().stopAccepting();
            underTest().transport().stop();
        }
    }

    final RecordingEndpoint endpoint() {
        return Objects.requireNonNull(endpoint);
    }

    /** Opens a WebSocket. */
    final WebSocketLink connect(String target, byte[]... rightBehind) throws IOException {
        WebSocketLink socket = WebSocketLink.connect(open(), framesItself(), target, rightBehind);
        lastTarget = target;
        connected++;
        return socket;
    }

    /** Opens a WebSocket with compression. */
    final WebSocketLink connectCompressed(byte[]... rightBehind) throws IOException {
        lastTarget = "/app/compressed";
        WebSocketLink socket = WebSocketLink.connectCompressed(open(), lastTarget, rightBehind);
        connected++;
        return socket;
    }

    /** Takes a connection on which an upgrade has been sent for a WebSocket. */
    final WebSocketLink opened(HttpClientLink http) throws IOException {
        WebSocketLink socket = WebSocketLink.opened(http, framesItself());
        connected++;
        return socket;
    }

    /** Opens a WebSocket at any path. */
    final WebSocketLink connect() throws IOException {
        return connect("/app/kit");
    }

    /** The server's side of the connection that was opened last. */
    final RecordingHandler server() {
        // The client may see the handshake's end before the engine has taken over, and another's before that.
        await("the connection's handler", () -> endpoint().connections().size() >= Math.max(1, connected));
        List<RecordingHandler> all = endpoint().connections();
        return all.stream()
                .filter(connection -> connection.target().equals(lastTarget))
                .reduce((first, second) -> second)
                .orElse(all.get(all.size() - 1));
    }

    /** The server's side of the connection that was opened to a path. */
    final RecordingHandler server(String target) {
        await("the connection's handler", () -> endpoint().find(target).isPresent());
        return endpoint().find(target).orElseThrow();
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
}
