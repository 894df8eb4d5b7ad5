package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonSliceTest {

    private static final String MIXED = "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\\ud83d\\ude00é€😀\"";
    private static final String DECODED = "a\"\\/\b\f\n\r\té€😀é€😀";

    @Test
    void decodesEveryEscape() {
        assertThat(JsonSlice.of(MIXED).string()).isEqualTo(DECODED);
        assertThat(JsonSlice.of("\"\"").string()).isEmpty();
    }

    @Test
    void knowsTheDecodedLengthWithoutDecoding() {
        assertThat(JsonSlice.of(MIXED).decodedLength()).isEqualTo(DECODED.getBytes(UTF_8).length);
        assertThat(JsonSlice.of("\"\"").decodedLength()).isZero();
        assertThat(JsonSlice.of("\"\\ud83d\"").decodedLength()).isEqualTo(3);
        assertThat(JsonSlice.of("\"\\ud83dx\\ude00\"").decodedLength()).isEqualTo(7);
        assertThat(JsonSlice.of("\"\\u0041\\u00e9\"").decodedLength()).isEqualTo(3);
    }

    @Test
    void writesWhatItReads() {
        for (String text : new String[] {DECODED, "", "plain", "\u0000\u001f\u007f", "lone \ud800 surrogate \udc00"}) {
            assertThat(new JsonBytes().string(text).toSlice().string()).isEqualTo(text);
        }
    }

    @Test
    void growsAsItIsWritten() {
        String long1 = "x\"".repeat(10_000);

        assertThat(new JsonBytes(1).string(long1).toSlice().string()).isEqualTo(long1);
    }

    @Test
    void tellsHowMuchThereIsButNotWhat() {
        assertThat(JsonSlice.of("\"secret\"")).hasToString("JsonSlice[8 bytes]");
    }
}
