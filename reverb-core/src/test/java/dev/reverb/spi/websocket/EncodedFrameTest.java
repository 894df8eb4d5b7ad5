package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedFrameTest {

    @ParameterizedTest
    @CsvSource({"0,8100", "1,8101", "125,817d", "126,817e007e", "65535,817effff", "65536,817f0000000000010000"})
    void writesTheShortestHeader(int length, String header) {
        EncodedFrame frame = EncodedFrame.text("x".repeat(length));
        byte[] expected = (hex(header) + "x".repeat(length)).getBytes(ISO_8859_1);
        assertThat(bytes(frame.wire())).isEqualTo(expected);
        assertThat(frame.size()).isEqualTo(expected.length);
        assertThat(EncodedFrame.headerSize(length)).isEqualTo(header.length() / 2);
        assertThat(bytes(frame.payload())).isEqualTo("x".repeat(length).getBytes(UTF_8));
        assertThat(frame.text()).isEqualTo("x".repeat(length));
        assertThat(frame.opcode()).isEqualTo(EncodedFrame.TEXT);

        byte[] inPlace = new byte[expected.length];
        Arrays.fill(inPlace, EncodedFrame.headerSize(length), inPlace.length, (byte) 'x');
        EncodedFrame same = EncodedFrame.textInPlace(inPlace);
        assertThat(bytes(same.wire())).isEqualTo(expected);
        assertThat(same.text()).isEqualTo(frame.text());
    }

    @Test
    void encodesAPartOfAnArray() {
        assertThat(EncodedFrame.text("xκόx".getBytes(UTF_8), 1, 4).text()).isEqualTo("κό");
        EncodedFrame pong = EncodedFrame.pong(new byte[] {1, 2, 3, 4}, 1, 2);
        assertThat(bytes(pong.wire())).containsExactly(0x8A, 2, 2, 3);
        assertThat(pong.opcode()).isEqualTo(EncodedFrame.PONG);
    }

    @Test
    void encodesAPing() {
        assertThat(bytes(EncodedFrame.ping().wire())).containsExactly(0x89, 0);
    }

    @Test
    void encodesAClose() {
        EncodedFrame close = EncodedFrame.close(4200, "later");
        assertThat(bytes(close.wire())).startsWith(0x88, 7, 0x10, 0x68).hasSize(9);
        assertThat(close.opcode()).isEqualTo(EncodedFrame.CLOSE);
        assertThat(close.closeCode()).isEqualTo(4200);
        assertThat(close.closeReason()).isEqualTo("later");
    }

    @Test
    void encodesACloseWithoutACode() {
        EncodedFrame close = EncodedFrame.close(1005, "never sent");
        assertThat(bytes(close.wire())).containsExactly(0x88, 0);
        assertThat(close.closeCode()).isEqualTo(1005);
        assertThat(close.closeReason()).isEmpty();
    }

    @Test
    void cutsAReasonAtACharacter() {
        assertThat(EncodedFrame.close(1000, "r".repeat(123)).closeReason()).isEqualTo("r".repeat(123));
        assertThat(EncodedFrame.close(1000, "r".repeat(124)).closeReason()).isEqualTo("r".repeat(123));
        assertThat(EncodedFrame.close(1000, "r".repeat(121) + "€").closeReason())
                .isEqualTo("r".repeat(121));
        assertThat(EncodedFrame.close(1000, "r".repeat(120) + "€").closeReason())
                .isEqualTo("r".repeat(120) + "€");
        assertThat(EncodedFrame.close(1000, "😀".repeat(31)).size()).isEqualTo(2 + 2 + 120);
    }

    @Test
    void copiesAsMuchAsFits() {
        EncodedFrame frame = EncodedFrame.text("Hello");
        ByteBuffer four = ByteBuffer.allocate(4);
        assertThat(frame.copyTo(four, 0)).isEqualTo(4);
        ByteBuffer ten = ByteBuffer.allocate(10);
        assertThat(frame.copyTo(ten, 4)).isEqualTo(3);
        assertThat(bytes(four.flip())).containsExactly(0x81, 5, 'H', 'e');
        assertThat(bytes(ten.flip())).containsExactly('l', 'l', 'o');
    }

    @Test
    void sharesNothingThatCanBeChanged() {
        EncodedFrame frame = EncodedFrame.text("Hello");
        frame.wire().get();
        assertThat(frame.wire().remaining()).isEqualTo(7);
        assertThat(frame.wire().isReadOnly()).isTrue();
        assertThat(frame.payload().isReadOnly()).isTrue();
        assertThat(frame).hasToString("EncodedFrame[opcode=1, size=7]");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String hex(String digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            text.append((char) Integer.parseInt(digits.substring(i, i + 2), 16));
        }
        return text.toString();
    }

    // ---- compressed ----

    private static final String WORDS = "{\"title\":\"€ and again\"},";

    private static String inflated(EncodedFrame compressed, int max) {
        byte[] deflated = bytes(compressed.payload());
        try (MessageInflater inflater = new MessageInflater()) {
            assertThat(inflater.inflate(deflated, 0, deflated.length, max)).isEqualTo(MessageInflater.Outcome.WHOLE);
            return new String(inflater.bytes(), 0, inflater.length(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200, 5_000, 100_000})
    void compressesAText(int repeats) {
        EncodedFrame frame = EncodedFrame.text(WORDS.repeat(repeats));
        try (MessageDeflater deflater = new MessageDeflater()) {
            EncodedFrame compressed = frame.compressed(deflater);
            assertThat(compressed.isCompressed()).isTrue();
            assertThat(frame.isCompressed()).isFalse();
            assertThat(compressed.opcode()).isEqualTo(EncodedFrame.TEXT);
            assertThat(bytes(compressed.wire())).startsWith(0xC1);
            assertThat(compressed.size()).isLessThan(frame.size());
            assertThat(compressed.payloadSize())
                    .isEqualTo(compressed.size() - EncodedFrame.headerSize(compressed.payloadSize()));
            assertThat(inflated(compressed, frame.payloadSize())).isEqualTo(frame.text());
            assertThat(compressed.text()).isEqualTo(frame.text());
            assertThat(compressed.compressed(deflater)).isSameAs(compressed);
        }
    }

    @Test
    void whatWouldNotBeSmallerStaysAsItIs() {
        Random random = new Random(1);
        try (MessageDeflater deflater = new MessageDeflater()) {
            for (int length = 0; length < 40; length++) {
                EncodedFrame frame = EncodedFrame.text("x".repeat(length));
                EncodedFrame form = frame.compressed(deflater);
                assertThat(form == frame).as("%d bytes", length).isEqualTo(!form.isCompressed());
                assertThat(form == frame || form.payloadSize() < length).isTrue();
                assertThat(form == frame ? frame.text() : inflated(form, length))
                        .isEqualTo(frame.text());
            }
            byte[] noise = new byte[3_000];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) random.nextInt(128);
            }
            EncodedFrame frame = EncodedFrame.text(noise, 0, 40);
            assertThat(frame.compressed(deflater)).isSameAs(frame);
            assertThat(inflated(EncodedFrame.text(noise, 0, 3_000).compressed(deflater), 3_000))
                    .isEqualTo(new String(noise, UTF_8));
        }
    }

    @Test
    void controlFramesStayAsTheyAre() {
        EncodedFrame close = EncodedFrame.close(4200, "again ".repeat(20));
        try (MessageDeflater deflater = new MessageDeflater()) {
            assertThat(close.compressed(deflater)).isSameAs(close);
        }
    }

    @Test
    void severalThreadsGetTheSame() throws InterruptedException {
        int threads = 4;
        for (int round = 0; round < 200; round++) {
            EncodedFrame frame = EncodedFrame.text(WORDS.repeat(20) + round);
            Set<EncodedFrame> forms = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(new Thread(() -> {
                    try (MessageDeflater deflater = new MessageDeflater()) {
                        together.await();
                        forms.add(frame.compressed(deflater));
                    } catch (InterruptedException | BrokenBarrierException broken) {
                        throw new AssertionError(broken);
                    }
                }));
            }
            all.forEach(Thread::start);
            for (Thread thread : all) {
                thread.join();
            }
            assertThat(forms).hasSize(1);
        }
    }
}
