package dev.reverb.internal.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundQueueTest {

    private static final EncodedFrame A = EncodedFrame.text("aaaa");
    private static final EncodedFrame B = EncodedFrame.text("bb");

    private final OutboundQueue queue = new OutboundQueue();

    private String front(int size) {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        queue.copyTo(buffer);
        return new String(buffer.array(), 0, buffer.position(), UTF_8).replaceAll("[^ab]", ".");
    }

    @Test
    void whatWaitsIsTheFramesWithTheirHeaders() {
        queue.add(A);
        queue.add(B);
        assertThat(queue.bytes()).isEqualTo(10);
        assertThat(front(100)).isEqualTo("..aaaa..bb");
        assertThat(front(7)).isEqualTo("..aaaa.");
        assertThat(front(6)).isEqualTo("..aaaa");
    }

    @Test
    void whatIsWrittenIsTakenOutWhereverItEnds() {
        queue.add(A);
        queue.add(B);
        queue.consume(1);
        assertThat(front(100)).isEqualTo(".aaaa..bb");
        queue.consume(3);
        assertThat(front(100)).isEqualTo("aa..bb");
        queue.consume(2);
        assertThat(front(100)).isEqualTo("..bb");
        assertThat(queue.bytes()).isEqualTo(4);
        queue.consume(4);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void aFrameMayHaveBegunBefore() {
        queue.addBegun(A, 3);
        queue.add(B);
        assertThat(queue.bytes()).isEqualTo(7);
        assertThat(front(100)).isEqualTo("aaa..bb");
    }

    @Test
    void whatHasBegunIsKeptAndTheRestDropped() {
        queue.add(A);
        queue.add(B);
        queue.add(B);
        queue.consume(5);
        assertThat(queue.dropUnbegun()).isEqualTo(8);
        assertThat(front(100)).isEqualTo("a");
        assertThat(queue.dropUnbegun()).isZero();
        assertThat(queue.bytes()).isEqualTo(1);
    }

    @Test
    void whatHasNotBegunIsDroppedAltogether() {
        queue.add(A);
        queue.add(B);
        queue.consume(6);
        assertThat(queue.dropUnbegun()).isEqualTo(4);
        assertThat(queue.isEmpty()).isTrue();
        queue.addBegun(A, 0);
        assertThat(queue.dropUnbegun()).isEqualTo(6);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void framesCanBeTakenOneByOne() {
        queue.add(A);
        queue.add(B);
        assertThat(queue.removeFirst()).isSameAs(A);
        assertThat(queue.bytes()).isEqualTo(4);
        assertThat(queue.removeFirst()).isSameAs(B);
        assertThat(queue.isEmpty()).isTrue();
    }

    /** However writes are cut, the bytes come out as they went in. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anyWritesGiveTheSameBytes(int seed) {
        Random random = new Random(seed);
        List<EncodedFrame> kinds =
                List.of(A, B, EncodedFrame.text(""), EncodedFrame.text("x".repeat(300)), EncodedFrame.ping());
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000 || !queue.isEmpty(); i++) {
            if (i < 1_000) {
                EncodedFrame frame = kinds.get(random.nextInt(kinds.size()));
                queue.add(frame);
                ByteBuffer bytes = ByteBuffer.allocate(frame.size());
                frame.copyTo(bytes, 0);
                in.writeBytes(bytes.array());
            }
            ByteBuffer buffer = ByteBuffer.allocate(1 + random.nextInt(400));
            queue.copyTo(buffer);
            int written = random.nextInt(buffer.position() + 1);
            out.write(buffer.array(), 0, written);
            queue.consume(written);
            assertThat(queue.bytes()).isEqualTo(in.size() - out.size());
        }
        assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
    }
}
