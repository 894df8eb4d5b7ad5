package dev.reverb.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryParametersTest {

    private static final String[] PARTS = {
        "a",
        "b",
        "A",
        "auth_key",
        "Auth_Key",
        "auth_signature",
        "=",
        "=",
        "&",
        "&",
        "%41",
        "%",
        "%zz",
        "+",
        "%c3%bc",
        "é",
        "%ff",
        "~",
        "\u007f",
        "1",
        "0",
        "a=1",
        "b=2&",
        "body_md5=ab"
    };

    /** What it must say, in order, by maps. */
    private static @Nullable Map<String, String> expected(@Nullable String query) {
        SortedMap<String, String> parsed = QueryString.parse(query);
        if (parsed == null) {
            return null;
        }
        Map<String, String> expected = new TreeMap<>();
        parsed.forEach((name, value) -> expected.put(name.toLowerCase(Locale.ROOT), value));
        return expected;
    }

    private static @Nullable Map<String, String> read(@Nullable String query) {
        QueryParameters parameters = QueryParameters.parse(query);
        if (parameters == null) {
            return null;
        }
        Map<String, String> read = new LinkedHashMap<>();
        for (int i = 0; i < parameters.count(); i++) {
            String name = parameters.text().substring(parameters.nameFrom(i), parameters.nameTo(i));
            String value = parameters.text().substring(parameters.valueFrom(i), parameters.valueTo(i));
            assertThat(read.put(name, value)).isNull();
            assertThat(parameters.indexOf(name)).isEqualTo(i);
            assertThat(parameters.get(name)).isEqualTo(value);
            assertThat(parameters.has(name, value)).isTrue();
            assertThat(parameters.has(name, value + "x")).isFalse();
        }
        return read;
    }

    private static void compare(@Nullable String query) {
        Map<String, String> expected = expected(query);
        Map<String, String> read = read(query);
        if (expected == null || read == null) {
            assertThat(read).as("%s", query).isEqualTo(expected);
        } else {
            assertThat(read.entrySet()).as("%s", query).containsExactlyElementsOf(expected.entrySet());
        }
    }

    @Test
    void readsAnyQueryAsTheMapsDo() {
        Random random = new Random(11);
        for (int round = 0; round < 30_000; round++) {
            StringBuilder query = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                query.append(PARTS[random.nextInt(PARTS.length)]);
            }
            compare(query.toString());
        }
    }

    @Test
    void readsWhatPublishersSend() {
        String query =
                "auth_key=k&auth_timestamp=1&auth_version=1.0&body_md5=d41d8cd98f00b204e9800998ecf8427e&auth_signature=ab";

        compare(query);
        compare(null);
        compare("");
        compare("a=1=2&b=&c&=d&a=3&");
    }

    @Test
    void readsAnyNumber() {
        for (int count : new int[] {5, 6, 7, 12, 13, 31, 32, 33, 100}) {
            compare(IntStream.range(0, count)
                    .mapToObj(i -> "n" + i * 7 % count + "=" + i)
                    .collect(Collectors.joining("&")));
        }
    }

    @Test
    void knowsNothingOfWhatIsNotThere() {
        QueryParameters parameters = QueryParameters.parse("abc=1&b");

        assertThat(parameters.get("ab")).isNull();
        assertThat(parameters.indexOf("abcd")).isNegative();
        assertThat(parameters.has("a", "1")).isFalse();
        assertThat(parameters.get("b")).isEmpty();
        assertThat(parameters).hasToString("QueryParameters[2]");
    }
}
