package dev.reverb.engine.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.FrameReader;
import dev.reverb.spi.websocket.Utf8;
import dev.reverb.tck.ClientFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading and writing frames allocates: nothing, where a frame lies in one buffer. */
class FrameAllocationTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        return text;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 125, 126, 9_000})
    void aWholeFrameIsReadWhereItLies(int length) {
        Counting told = new Counting();
        FrameReader reader = new FrameReader(told);
        byte[] frame = ClientFrame.of(true, EncodedFrame.TEXT, text(length));
        CostCase.assertAllocates(0, () -> reader.read(buffer.clear().put(frame).flip()));
        assertThat(told.messages).isPositive();
        assertThat(told.lastLength).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 9_000})
    void aFrameIsCopiedIntoABufferAsItIs(int length) {
        byte[] text = text(length);
        EncodedFrame frame = EncodedFrame.text(text, 0, length);
        CostCase.assertAllocates(0, () -> frame.copyTo(buffer.clear(), 0));
        assertThat(buffer.position()).isEqualTo(frame.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 9_000})
    void aFrameIsItsBytesAndOneObject(int length) {
        byte[] text = text(length);
        CostCase.assertAllocates(length + 64, () -> EncodedFrame.text(text, 0, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "für 1 €, 😀"})
    void whetherItIsUtf8IsSeenInPlace(String given) {
        byte[] utf8 = given.getBytes(UTF_8);
        CostCase.assertAllocates(0, () -> assertValid(utf8));
    }

    private static void assertValid(byte[] utf8) {
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            throw new AssertionError("It is UTF-8");
        }
    }

    private static final class Counting implements ConnectionHandler {
        int messages;
        int lastLength = -1;

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            messages++;
            lastLength = length;
        }

        @Override
        public void onPing(byte[] payload, int offset, int length) {}

        @Override
        public void onPong() {}

        @Override
        public void onClose(int code) {}

        @Override
        public void onViolation(int closeCode, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void onWritable() {}

        @Override
        public void onDisconnect() {}
    }
}
