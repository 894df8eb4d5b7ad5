package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static final List<String> VALUES = List.of(
            "\"\"",
            "\"plain\"",
            "\"with \\\"quotes\\\" and \\\\\"",
            "\"\\u00e9\\ud83d\\ude00 é 😀\"",
            "\"\\ud800\"",
            "0",
            "-1",
            "42",
            "1.5e-300",
            "1e99999",
            "123456789012345678901234567890",
            "true",
            "false",
            "null",
            "{}",
            "[]",
            "{\"a\":[1,{\"b\":\"}\"}]}",
            "[ \"]\" , [ [] ] , { \"x\" : null } ]");

    private static Map<String, String> members(String json) throws MalformedJsonException {
        // Somewhere inside a larger array, as messages are.
        byte[] utf8 = ("##" + json + "##").getBytes(UTF_8);
        Map<String, String> members = new LinkedHashMap<>();
        JsonReader.readObject(utf8, 2, utf8.length - 4, (name, value) -> members.put(name, value.json()));
        return members;
    }

    @Test
    void findsEveryKindOfValueExactly() throws MalformedJsonException {
        for (String value : VALUES) {
            assertThat(members("{\"before\":1,\"value\":" + value + ",\"after\":\"x\"}"))
                    .containsEntry("value", value)
                    .containsEntry("after", "\"x\"");
            assertThat(members(" { \"value\" : " + value + " } ")).containsEntry("value", value);
        }
    }

    @Test
    void findsValuesBetweenAnyWhiteSpace() throws MalformedJsonException {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            Map<String, String> expected = new LinkedHashMap<>();
            StringBuilder json = new StringBuilder(space(random)).append('{').append(space(random));
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                String value = VALUES.get(random.nextInt(VALUES.size()));
                expected.put("é" + i, value);
                json.append(i == 0 ? "" : ",")
                        .append(space(random))
                        .append("\"é")
                        .append(i)
                        .append('"');
                json.append(space(random))
                        .append(':')
                        .append(space(random))
                        .append(value)
                        .append(space(random));
            }
            json.append('}').append(space(random));
            assertThat(members(json.toString())).isEqualTo(expected);
        }
    }

    private static String space(Random random) {
        StringBuilder space = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            space.append(" \t\r\n".charAt(random.nextInt(4)));
        }
        return space.toString();
    }

    @Test
    void readsTheElementsOfAnArray() throws MalformedJsonException {
        JsonSlice array = JsonSlice.of("[ 1 , \"two\",{\"three\":3}, null ,[]]");

        assertThat(JsonReader.readArray(array).stream().map(JsonSlice::json))
                .containsExactly("1", "\"two\"", "{\"three\":3}", "null", "[]");
        assertThat(JsonReader.readArray(JsonSlice.of("[]"))).isEmpty();
    }

    @Test
    void tellsTheLaterOfTwoEqualNamesLater() throws MalformedJsonException {
        assertThat(members("{\"a\":1,\"a\":2}")).containsExactly(Map.entry("a", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "42",
                "[]",
                "\"text\"",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":NaN}",
                "// comment\n{}",
                "\uFEFF{}"
            })
    void refusesWhatIsNoObject(String json) {
        assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> members(json));
    }

    @Test
    void refusesDeepNestingAtTheEdge() throws MalformedJsonException {
        int inner = JsonReader.MAX_DEPTH - 1;
        assertThat(members("{\"a\":" + "[".repeat(inner) + "]".repeat(inner) + "}"))
                .hasSize(1);

        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> members("{\"a\":" + "[".repeat(inner + 1) + "]".repeat(inner + 1) + "}"));
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> members("{\"a\":" + "[".repeat(100_000)));
    }

    @Test
    void guessesNoOtherCharset() {
        List<byte[]> encoded = new ArrayList<>();
        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")) {
            encoded.add("{\"a\":1}".getBytes(java.nio.charset.Charset.forName(charset)));
        }
        for (byte[] bytes : encoded) {
            assertThatExceptionOfType(MalformedJsonException.class)
                    .isThrownBy(() -> JsonReader.readObject(bytes, 0, bytes.length, (name, value) -> {}));
        }
    }
}
