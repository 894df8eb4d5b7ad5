package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The largest message: a byte less, exactly, and a byte more. */
abstract class LimitCases extends KitCase {

    private static final int LIMIT = 1_000;

    LimitCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private WebSocketLink limited() throws IOException {
        endpoint().onConnect((server, request) -> server.connection().setMaxMessageSize(LIMIT));
        return connect();
    }

    private void expectTooLarge(WebSocketLink client) throws IOException {
        RecordingHandler server = server();
        client.expectViolation(1009);
        assertEnded(server, "violation 1009", "disconnect");
    }

    @Test
    void aMessageOfExactlyTheLimitArrives() throws IOException {
        limited().text("x".repeat(LIMIT));
        assertThat(calls(server(), 1)).containsExactly("text " + "x".repeat(LIMIT));
    }

    @Test
    void aMessageOverTheLimitIsTooLarge() throws IOException {
        expectTooLarge(limited().text("x".repeat(LIMIT + 1)));
    }

    @Test
    void theLimitIsInBytes() throws IOException {
        expectTooLarge(limited().text("€".repeat(LIMIT / 3) + "€"));
    }

    @Test
    void theFirstLimitHoldsUntilAnotherIsSet() throws IOException {
        WebSocketLink client = connect();
        client.text("x".repeat(TransportConnection.INITIAL_MAX_MESSAGE_SIZE));
        assertThat(calls(server(), 1)).hasSize(1);
        expectTooLarge(connect().text("x".repeat(TransportConnection.INITIAL_MAX_MESSAGE_SIZE + 1)));
    }

    @Test
    void aLimitThatIsRaisedLaterHolds() throws IOException {
        endpoint().onText((server, text) -> server.connection().setMaxMessageSize(LIMIT));
        WebSocketLink client = connect().text("go");
        calls(server(), 1);
        client.text("x".repeat(LIMIT));
        assertThat(calls(server(), 2)).hasSize(2);
        client.text("x".repeat(LIMIT + 1));
        client.expectViolation(1009);
    }

    @Test
    void fragmentsOfExactlyTheLimitArrive() throws IOException {
        byte[] half = "x".repeat(LIMIT / 2).getBytes(UTF_8);
        limited().send(ClientFrame.of(false, 1, half), ClientFrame.of(true, 0, half));
        assertThat(calls(server(), 1)).containsExactly("text " + "x".repeat(LIMIT));
    }

    @Test
    void fragmentsAreSummed() throws IOException {
        byte[] half = "x".repeat(LIMIT / 2).getBytes(UTF_8);
        expectTooLarge(limited()
                .send(
                        ClientFrame.of(false, 1, half),
                        ClientFrame.of(false, 0, half),
                        ClientFrame.of(true, 0, new byte[] {'x'})));
    }

    @Test
    void theAnnouncedLengthIsEnough() throws IOException {
        expectTooLarge(announced(LIMIT + 1));
    }

    @Test
    void anAbsurdLengthIsTooLargeAndTakesNoMemory() throws IOException {
        expectTooLarge(announced(Long.MAX_VALUE));
    }

    /** Announces a length; a container may need to see as many bytes before it minds, or as its buffers hold. */
    private WebSocketLink announced(long length) throws IOException {
        WebSocketLink client = limited().send(header(length));
        return framesItself() ? client : client.send(new byte[(int) Math.min(length, 16 * 1024)]);
    }

    /** The header of a masked text frame whose payload does not come. */
    private static byte[] header(long length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) 0x81);
        if (length < 65_536) {
            header.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(length);
        }
        header.putInt(0x01020304);
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        return bytes;
    }
}
