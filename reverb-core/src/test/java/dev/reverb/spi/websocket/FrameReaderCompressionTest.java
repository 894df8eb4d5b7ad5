package dev.reverb.spi.websocket;

import static dev.reverb.spi.websocket.ClientFrames.CONTINUATION;
import static dev.reverb.spi.websocket.ClientFrames.FIN;
import static dev.reverb.spi.websocket.ClientFrames.KEY;
import static dev.reverb.spi.websocket.ClientFrames.PING;
import static dev.reverb.spi.websocket.ClientFrames.TEXT;
import static dev.reverb.spi.websocket.ClientFrames.concat;
import static dev.reverb.spi.websocket.ClientFrames.frame;
import static dev.reverb.spi.websocket.ClientFrames.header;
import static dev.reverb.spi.websocket.ClientFrames.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed messages (RFC 7692 section 6) in frames of any kind, against what was put into them. */
class FrameReaderCompressionTest {

    private static final int RSV1 = 0x40;
    private static final int LIMIT = 1_000;

    private static final class Handler extends RecordingHandler {
        @Override
        public void onCompressedText(byte[] deflated, int offset, int length) {
            calls.add("compressed " + new String(deflated, offset, length, UTF_8));
        }
    }

    private final Handler handler = new Handler();
    private final FrameReader reader = reader(handler);

    private static FrameReader reader(RecordingHandler handler) {
        FrameReader reader = new FrameReader(handler);
        reader.setCompression(true);
        reader.setMaxMessageSize(LIMIT);
        return reader;
    }

    private void read(byte[]... frames) {
        reader.read(ByteBuffer.wrap(concat(frames)));
    }

    @Test
    void aWholeMessageIsHandedOn() {
        read(frame(FIN | RSV1 | TEXT, "a"), text("b"), frame(FIN | RSV1 | TEXT, "x".repeat(300)));
        assertThat(handler.calls).containsExactly("compressed a", "text b", "compressed " + "x".repeat(300));
        assertThat(reader.heldBytes()).isZero();
    }

    @Test
    void onlyTheFirstFragmentSaysSo() {
        read(
                frame(RSV1 | TEXT, "a"),
                frame(FIN | PING, "p"),
                frame(CONTINUATION, "b"),
                frame(FIN | CONTINUATION, "c"),
                frame(TEXT, "d"),
                frame(FIN | CONTINUATION, "e"));
        assertThat(handler.calls).containsExactly("ping p", "compressed abc", "text de");
    }

    @Test
    void compressedBytesNeedNotBeUtf8() {
        read(frame(FIN | RSV1 | TEXT, new byte[] {(byte) 0xFF}));
        assertThat(handler.calls).hasSize(1);
        read(frame(FIN | TEXT, new byte[] {(byte) 0xFF}));
        assertThat(handler.calls).endsWith("violation 1007");
    }

    @Test
    void withoutItTheBitIsAViolation() {
        reader.setCompression(false);
        assertThat(reader.hasCompression()).isFalse();
        read(frame(FIN | RSV1 | TEXT, "a"));
        assertThat(handler.calls).containsExactly("violation 1002");
    }

    @Test
    void aHandlerThatKnowsNothingOfItTakesItForAViolation() {
        RecordingHandler plain = new RecordingHandler();
        reader(plain).read(ByteBuffer.wrap(frame(FIN | RSV1 | TEXT, "a")));
        assertThat(plain.calls).containsExactly("violation 1002");
    }

    @Test
    void compressedBytesHaveALimitThatLeavesRoomForWhatCannotBeCompressed() {
        int most = LIMIT + LIMIT / 256 + 64;
        read(frame(FIN | RSV1 | TEXT, "x".repeat(most)));
        read(frame(RSV1 | TEXT, "x".repeat(most - 1)), frame(FIN | CONTINUATION, "x"));
        assertThat(handler.calls).hasSize(2).allMatch(call -> call.startsWith("compressed "));
        read(header(FIN | RSV1 | TEXT, most + 1, 2, KEY));
        assertThat(handler.calls).endsWith("violation 1009");
    }

    @Test
    void theLargestLimitIsOneToo() {
        reader.setMaxMessageSize(Integer.MAX_VALUE);
        read(frame(FIN | RSV1 | TEXT, "a"), frame(RSV1 | TEXT, "b"), frame(FIN | CONTINUATION, "c"));
        assertThat(handler.calls).containsExactly("compressed a", "compressed bc");
    }

    @Test
    void fragmentsTogetherHaveTheSameLimit() {
        int most = LIMIT + LIMIT / 256 + 64;
        read(frame(RSV1 | TEXT, "x".repeat(most)), header(CONTINUATION, 1, 0, KEY));
        assertThat(handler.calls).containsExactly("violation 1009");
    }

    @Test
    void plainMessagesHaveTheirs() {
        read(frame(FIN | RSV1 | TEXT, "x".repeat(LIMIT + 1)), header(FIN | TEXT, LIMIT + 1, 2, KEY));
        assertThat(handler.calls.get(handler.calls.size() - 1)).isEqualTo("violation 1009");
    }

    /** Messages at random, in frames at random, read in pieces at random. */
    @Test
    void whatWasFramedInAnyWayIsRead() {
        Random random = new Random(7692);
        for (int round = 0; round < 500; round++) {
            List<String> expected = new ArrayList<>();
            byte[] all = {};
            for (int i = random.nextInt(5); i >= 0; i--) {
                boolean compressed = random.nextBoolean();
                String message = "m".repeat(random.nextInt(400));
                expected.add((compressed ? "compressed " : "text ") + message);
                all = concat(all, framed(message, compressed, random));
            }
            Handler told = new Handler();
            FrameReader pieces = reader(told);
            for (int at = 0; at < all.length; ) {
                int end = Math.min(all.length, at + 1 + random.nextInt(200));
                ByteBuffer piece = ByteBuffer.wrap(Arrays.copyOfRange(all, at, end));
                pieces.read(random.nextBoolean() ? piece : direct(piece));
                at = end;
            }
            assertThat(told.calls).isEqualTo(expected);
            assertThat(pieces.heldBytes()).isZero();
        }
    }

    private static byte[] framed(String message, boolean compressed, Random random) {
        int first = TEXT | (compressed ? RSV1 : 0);
        byte[] frames = {};
        String rest = message;
        while (random.nextInt(3) == 0) {
            int length = random.nextInt(rest.length() + 1);
            frames = concat(frames, frame(first, rest.substring(0, length)));
            rest = rest.substring(length);
            first = CONTINUATION;
        }
        return concat(frames, frame(FIN | first, rest));
    }

    private static ByteBuffer direct(ByteBuffer heap) {
        return ByteBuffer.allocateDirect(heap.remaining()).put(heap).flip();
    }
}
