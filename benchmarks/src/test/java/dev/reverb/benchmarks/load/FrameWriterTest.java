package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 65_535, 65_536})
    void aFrameIsItsPayloadMasked(int length) {
        byte[] payload = new byte[length + 3];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31);
        }
        FrameWriter writer = new FrameWriter();

        int size = writer.write(FrameWriter.TEXT, payload, 3, length);

        byte[] frame = writer.frame();
        int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        assertThat(frame[0]).isEqualTo((byte) 0x81);
        assertThat(frame[1] & 0x7F).isEqualTo(lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127);
        assertThat(frame[1] & 0x80).isNotZero();
        int key = 2 + lengthBytes;
        assertThat(size).isEqualTo(key + 4 + length);
        for (int i = 0; i < length; i++) {
            assertThat((byte) (frame[key + 4 + i] ^ frame[key + i % 4])).isEqualTo(payload[3 + i]);
        }
    }
}
