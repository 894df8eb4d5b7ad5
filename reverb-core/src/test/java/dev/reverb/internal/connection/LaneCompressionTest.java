package dev.reverb.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.MessageDeflater;
import dev.reverb.spi.websocket.MessageInflater;
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
        assertThatNullPointerException().isThrownBy(() -> FRAME.compressed(deflater));
        assertThatNullPointerException().isThrownBy(() -> inflater.inflate(new byte[1], 0, 1, 100));
    }

    @Test
    void whatComesAllTheSameIsServed() {
        compression.end();
        assertThat(FRAME.compressed(compression.deflater()).isCompressed()).isTrue();
        compression.end();
    }
}
