package dev.reverb.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.MessageDeflater;
import dev.reverb.spi.websocket.MessageInflater;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a lane compresses with is one of each, and ends with the lane. */
class LaneCompressionTest {

    private static final EncodedFrame FRAME = EncodedFrame.text("again ".repeat(20));

    private final LaneCompression compression = new LaneCompression();

    @Test
    void thereIsOneOfEach() {
        assertThat(compression.deflater()).isSameAs(compression.deflater());
        assertThat(compression.inflater()).isSameAs(compression.inflater());
        compression.end();
    }

    @Test
    void whatHasEndedHoldsNothingMore() {
        MessageDeflater deflater = compression.deflater();
        MessageInflater inflater = compression.inflater();
        compression.end();
        compression.end();
        assertEnded(() -> FRAME.compressed(deflater));
        assertEnded(() -> inflater.inflate(new byte[1], 0, 1, 100));
    }

    /** As one JDK says it, or another. */
    private static void assertEnded(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOfAny(NullPointerException.class, IllegalStateException.class);
    }

    @Test
    void withoutMemoryForItAFrameGoesAsItIs() {
        AtomicInteger tries = new AtomicInteger();
        LaneCompression poor = new LaneCompression(() -> {
            if (tries.incrementAndGet() < 3) {
                throw new OutOfMemoryError("as it is said here");
            }
            return new MessageDeflater();
        });
        EncodedFrame frame = EncodedFrame.text("again ".repeat(20));
        assertThat(poor.compressed(frame)).isSameAs(frame);
        assertThat(poor.compressed(frame)).isSameAs(frame);
        assertThat(poor.compressed(frame).isCompressed()).isTrue();
        poor.end();
    }

    @Test
    void whatComesAllTheSameIsServed() {
        compression.end();
        assertThat(FRAME.compressed(compression.deflater()).isCompressed()).isTrue();
        compression.end();
    }
}
