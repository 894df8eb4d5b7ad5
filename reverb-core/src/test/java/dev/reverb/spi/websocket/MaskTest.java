package dev.reverb.spi.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {

    @Test
    void unmasksAnyRangeFromAnyPhase() {
        Random random = new Random(53);
        for (int length = 0; length < 70; length++) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            int key = random.nextInt();
            byte[] masked = ClientFrames.masked(payload, key);
            for (int phase = 0; phase <= length; phase++) {
                byte[] around = new byte[length + 10];
                System.arraycopy(masked, 0, around, 5, length);
                Mask.remove(around, 5, phase, key, 0);
                Mask.remove(around, 5 + phase, length - phase, key, phase);
                assertThat(Arrays.copyOfRange(around, 5, 5 + length)).isEqualTo(payload);
                assertThat(Arrays.copyOfRange(around, 0, 5)).containsOnly(0);
                assertThat(Arrays.copyOfRange(around, 5 + length, length + 10)).containsOnly(0);
            }
        }
    }
}
