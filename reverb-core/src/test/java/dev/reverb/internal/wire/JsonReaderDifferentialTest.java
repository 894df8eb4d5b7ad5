package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own reader takes, refuses and tells the same as a library's that others have tried for years. */
class JsonReaderDifferentialTest {

    private static final int ROUNDS = 100_000;

    private static final String[] PARTS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\t",
        "\r",
        "\"",
        "\\",
        "\\\"",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\ud800",
        "\\u0000",
        "\\uDC00",
        "\\n",
        "\\/",
        "\\x",
        "0",
        "1",
        "-",
        "-0",
        "12",
        ".",
        ".5",
        "e",
        "E+1",
        "e-2",
        "+",
        "true",
        "false",
        "null",
        "nul",
        "NaN",
        "é",
        "😀",
        "\u0000",
        "\u0001",
        "\u001f",
        "\u007f",
        "\u0080",
        "'a'",
        "/* */",
        "//",
        "#",
        "\"name\"",
        "\"data\":",
        "\"a\":1",
        "\"channel_data\":\"x\"",
        "\"n\\u0061me\":",
        "abcdefgh",
        "\ufeff"
    };

    private static final List<String> SEEDS = List.of(
            "{\"name\":\"App\\\\Events\\\\OrderShipped\",\"data\":\"{\\\"id\\\":7,\\\"text\\\":\\\"é😀\\\"}\",\"channels\":[\"orders\",\"private-a\"],\"socket_id\":\"1.2\"}",
            " { \"batch\" : [ { \"name\":\"a\",\"channel\":\"b\",\"data\":\"c\" } , {} , [ ] ] , \"x\" : -12.50e+3 } ",
            "[1, 2.5, \"three\", {\"four\":[[[]]]}, true, false, null, \"\\u00e9\\ud83d\\ude00\"]",
            "{\"\":\"\",\"a\":0,\"a\":{\"b\":[1,{\"c\":null}]},\"user_id\":12345678901234567890}");

    private static @Nullable List<String> read(byte[] utf8) {
        List<String> read = new ArrayList<>();
        try {
            int first = 0;
            while (first < utf8.length && " \t\r\n".indexOf(utf8[first]) >= 0) {
                first++;
            }
            if (first < utf8.length && utf8[first] == '[') {
                JsonReader.readArray(new JsonSlice(utf8, 0, utf8.length)).forEach(element -> read.add(element.json()));
            } else {
                JsonReader.readObject(utf8, 0, utf8.length, (name, value) -> {
                    read.add(name);
                    read.add(value.json());
                });
            }
            return read;
        } catch (MalformedJsonException malformed) {
            return null;
        }
    }

    private static boolean compare(byte[] utf8) {
        List<String> expected = JacksonOracle.read(utf8);
        List<String> read = read(utf8);
        if (!Objects.equals(read, expected)) {
            String text = new String(utf8, UTF_8);
            assertThat(read)
                    .as("%s", text.substring(0, Math.min(200, text.length())))
                    .isEqualTo(expected);
        }
        return expected != null;
    }

    private static boolean compare(String json) {
        return compare(json.getBytes(UTF_8));
    }

    @Test
    void readsAnyTextAsTheLibraryDoes() {
        Random random = new Random(7);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] utf8 = round % 3 == 0 ? parts(random) : changed(random);
            if (Utf8.isValid(utf8, 0, utf8.length)) {
                taken += compare(utf8) ? 1 : 0;
            }
        }
        assertThat(taken).as("texts that were taken").isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }

    private static byte[] parts(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "{\"k\":" : "[");
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.append(text.charAt(0) == '{' ? "}" : "]").toString().getBytes(UTF_8);
    }

    private static byte[] changed(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PARTS[random.nextInt(PARTS.length)]);
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                default -> text.setLength(at + 1);
            }
        }
        return text.toString().getBytes(UTF_8);
    }

    @Test
    void readsEveryPlaceOfASpecialByteAmongPlainOnes() {
        for (int length = 0; length < 40; length++) {
            for (int at = 0; at <= length; at++) {
                for (String special :
                        List.of("\"", "\\", "\\n", "\u001f", " ", "\u007f", "é", "😀", "\u0000", "\\u12")) {
                    String text = "x".repeat(at) + special + "é".repeat(length - at);
                    compare("{\"a\":\"" + text + "\"}");
                    compare("{\"" + text + "\":1}");
                    compare("[\"" + text);
                }
            }
        }
    }

    @Test
    void readsSurrogatesInNamesAndValuesAlike() {
        String[] units = {"\\ud83d", "\\uDE00", "\\u0041", "x", "\\n", "é", "😀"};
        for (String first : units) {
            for (String second : units) {
                for (String third : units) {
                    String text = first + second + third;
                    compare("{\"" + text + "\":\"" + text + "\"}");
                    compare("[{\"" + text + "\":1},\"" + text + "\"]");
                }
            }
        }
    }

    @Test
    void readsEveryByteWhereAValueOrANameIsExpected() {
        for (int b = 0; b < 128; b++) {
            String character = Character.toString(b);
            for (String text :
                    List.of("%s", "[%s]", "{%s}", "{\"a\"%s1}", "[1%s]", "[1%s2]", "[-%s]", "[0%s1]", "[\"\\%s\"]")) {
                compare(text.replace("%s", character));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1_000, 1_001})
    void limitsNumbersAlike(int digits) {
        String ones = "1".repeat(digits - 1);
        boolean taken = digits <= JsonScanner.MAX_NUMBER_LENGTH;
        for (String number : List.of(ones + "1", "-1" + ones, ones + ".1", "1." + ones, "-1e" + ones, "1E+" + ones)) {
            assertThat(compare("[" + number + "]")).isEqualTo(taken);
            assertThat(compare("{\"a\":[" + number + " , 1]}")).isEqualTo(taken);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {499, 500, 501})
    void limitsDepthAlike(int depth) {
        boolean taken = depth <= JsonReader.MAX_DEPTH;
        assertThat(compare("[".repeat(depth) + "]".repeat(depth))).isEqualTo(taken);
        assertThat(compare("{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1)))
                .isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(ints = {49_998, 49_999, 50_000, 50_001, 50_002})
    void limitsNamesAlike(int length) {
        boolean taken = length <= JsonScanner.MAX_NAME_LENGTH;
        List<String> names = List.of(
                "n".repeat(length),
                "é".repeat((length - 2) / 2) + "n".repeat(length - (length - 2) / 2 * 2),
                "\\u0041".repeat(length),
                "\\n" + "n".repeat(length - 1),
                "\\u00e9" + "n".repeat(length - 2),
                "\\ud83d\\ude00" + "n".repeat(length - 4));
        for (String name : names) {
            assertThat(compare("{\"" + name + "\":1}")).isEqualTo(taken);
            assertThat(compare("[{\"a\":{\"" + name + "\":1}}]")).isEqualTo(taken);
        }
    }

    @Test
    void readsNothingBesideItsPart() throws MalformedJsonException {
        byte[] utf8 = "1{\"a\":12}3".getBytes(UTF_8);
        for (int from = 0; from < utf8.length; from++) {
            for (int to = from; to <= utf8.length; to++) {
                byte[] part = Arrays.copyOfRange(utf8, from, to);
                List<String> expected = part.length > 0 && part[0] == '{' ? read(part) : null;
                assertThat(within(utf8, from, to)).isEqualTo(expected);
            }
        }
    }

    private static @Nullable List<String> within(byte[] utf8, int from, int to) {
        List<String> read = new ArrayList<>();
        try {
            JsonReader.readObject(utf8, from, to - from, (name, value) -> {
                read.add(name);
                read.add(value.json());
            });
            return read;
        } catch (MalformedJsonException malformed) {
            return null;
        }
    }
}
