package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class PayloadTest {

    private final Payload payload = new Payload(100);

    private byte[] frame(int sequence, int channel) {
        ByteText text = new ByteText(16).add(ascii("{\"data\":\"{\\\"m\\\":\\\""));
        payload.write(text, sequence, channel);
        return text.add(ascii("\\\"}\"}")).toString().getBytes(US_ASCII);
    }

    @Test
    void dataHasTheLengthThatWasAskedFor() {
        assertThat(payload.markLength() + "{\"m\":\"\"}".length()).isEqualTo(100);
        assertThat(new Payload(41).markLength()).isEqualTo(33);
    }

    @ParameterizedTest
    @ValueSource(ints = {41, 60, 100, 200, 1_000, 8_000})
    void ordersHaveItToo(int length) throws Exception {
        ByteText text = new ByteText(16).add(ascii("{\\\"m\\\":\\\""));
        Payload.of(length, true).write(text, 7, 3);
        String escaped = text.add(ascii("\\\"}")).toString();
        String data = escaped.replace("\\\"", "\"");
        assertThat(data).hasSize(length).startsWith("{\"m\":\"seq:0000000007;ch:000003");
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), data)) {
            while (parser.nextToken() != null) {
                // All of it is JSON.
            }
        }
        assertThat(Orders.json(length)).hasSize(length);
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[] frame = frame(1_234_567, 42);
        int mark = payload.find(frame, 0, frame.length);

        assertThat(payload.isIntact(frame, mark, frame.length)).isTrue();
        assertThat(payload.sequence(frame, mark)).isEqualTo(1_234_567);
        assertThat(payload.channel(frame, mark)).isEqualTo(42);
    }

    @Test
    void theMarkIsFoundWhereverItIs() {
        byte[] frame = frame(1, 1);
        byte[] shifted = new byte[frame.length + 3];
        System.arraycopy(frame, 0, shifted, 3, frame.length);

        int mark = payload.find(frame, 0, frame.length);
        assertThat(payload.find(shifted, 0, shifted.length)).isEqualTo(mark + 3);
        assertThat(payload.find(shifted, 3, shifted.length)).isEqualTo(mark + 3);
        assertThat(payload.find(ascii("{}"), 0, 2)).isEqualTo(-1);
    }

    @Test
    void everyChangedByteIsFound() {
        byte[] frame = frame(7, 3);
        int mark = payload.find(frame, 0, frame.length);
        for (int i = mark; i < mark + payload.markLength(); i++) {
            byte[] changed = frame.clone();
            changed[i] ^= 0x40;
            int found = payload.find(changed, 0, changed.length);

            assertThat(found < 0
                            || !payload.isIntact(changed, found, changed.length)
                            || payload.sequence(changed, found) < 0
                            || payload.channel(changed, found) != 3)
                    .as("byte %d", i - mark)
                    .isTrue();
        }
    }

    @Test
    void aMarkThatIsCutIsFound() {
        byte[] frame = frame(7, 3);
        int mark = payload.find(frame, 0, frame.length);

        assertThat(payload.isIntact(frame, mark, mark + payload.markLength())).isTrue();
        assertThat(payload.isIntact(frame, mark, mark + payload.markLength() - 1))
                .isFalse();
    }
}
