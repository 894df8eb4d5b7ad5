package dev.reverb.broadcasting.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.channel.ChannelName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders | orders | {}",
                "orders | orders.1 | ",
                "orders | order | ",
                "orders.{orderId} | orders.1 | {orderId=1}",
                "orders.{orderId} | orders.a-b_c=d@e;f | {orderId=a-b_c=d@e;f}",
                "orders.{orderId} | orders. | ",
                "orders.{orderId} | orders | ",
                "orders.{orderId} | orders.1.2 | ",
                "orders.{orderId} | orders.1. | ",
                "orders.{orderId} | ordersX1 | ",
                "orders.{orderId} | my.orders.1 | ",
                "{any} | orders | {any=orders}",
                "{any} | orders.1 | ",
                "{a}.{b} | x.y | {a=x, b=y}",
                "App.Models.User.{id} | App.Models.User.7 | {id=7}",
                "room-{a}-{b}.x | room-1-2.x | {a=1, b=2}",
                "{a}-{b} | 1-2-3 | {a=1-2, b=3}",
                "{a}x | xx | {a=x}",
                "{a}x | x | ",
                "A.{a} | a.1 | ",
            })
    void matchesWholeNames(String pattern, String name, String values) {
        Optional<Map<String, String>> matched = ChannelPattern.of(pattern).match(name);
        assertThat(matched.map(Map::toString)).isEqualTo(Optional.ofNullable(values));
    }

    @Test
    void aCommaIsAPartOfAName() {
        assertThat(ChannelPattern.of("a,{b}").match("a,1,2")).contains(Map.of("b", "1,2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders.*",
                "orders/{id}",
                "orders {id}",
                "orders.{}",
                "orders.{1}",
                "orders.{a b}",
                "orders.{id",
                "orders.id}",
                "orders.{{id}}",
                "{a}{b}",
                "{a}.{a}",
                "private-orders",
                "presence-{room}",
                "cache-x",
                "private-encrypted-x",
                "ä"
            })
    void refusesWhatNoChannelCouldMatch(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelPattern.of(pattern))
                .withMessageStartingWith("Not a channel pattern: \"" + pattern + "\"; ");
    }

    @Test
    void isAsLongAsANameAtMost() {
        String longest = "x".repeat(ChannelName.MAX_LENGTH);
        assertThat(ChannelPattern.of(longest).match(longest)).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelPattern.of(longest + "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders.{orderId}, orders.{id}, true",
        "orders.{orderId}, orders.special, true",
        "orders.special, orders.{orderId}, false",
        "orders.{orderId}, orders.x-{id}, true",
        "orders.x-{id}, orders.{orderId}, false",
        "orders.{orderId}, orders.{id}.x, false",
        "orders.{a}, orders.{a}-{b}, true",
        "{a}-{b}, {a}, false",
        "{any}, orders, true",
        "{any}, orders.{id}, false",
        "{a}.{b}, orders.{id}, true",
        "{a}.x, x.{b}, false",
    })
    void coversWhatItMatchesAllOf(String pattern, String other, boolean covers) {
        assertThat(ChannelPattern.of(pattern).covers(ChannelPattern.of(other))).isEqualTo(covers);
        assertThat(ChannelPattern.of(pattern)).hasToString(pattern);
    }

    /** The rule in its shortest form, for patterns of letters, dots and hyphens. */
    private static Optional<Map<String, String>> naively(String pattern, List<String> names, String name) {
        String regex = pattern.replace(".", "\\.").replaceAll("\\{[a-z]+}", "([^.]+)");
        Matcher matcher = Pattern.compile("^" + regex + "$").matcher(name);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }

    /** A pattern, and names that it matches or just misses. */
    @Test
    void matchesAsANaiveRegexDoes() {
        Random random = new Random(7);
        int matches = 0;
        for (int round = 0; round < 1_000; round++) {
            List<String> names = new ArrayList<>();
            String pattern = pattern(random, names);
            ChannelPattern read = ChannelPattern.of(pattern);
            for (int i = 0; i < 20; i++) {
                String name = name(random, pattern);
                Optional<Map<String, String>> matched = read.match(name);
                assertThat(matched).as("%s on %s", pattern, name).isEqualTo(naively(pattern, names, name));
                if (matched.isPresent()) {
                    matches++;
                    assertThat(matched.get().values()).noneMatch(value -> value.isEmpty() || value.contains("."));
                    assertThat(filledIn(pattern, matched.get())).isEqualTo(name);
                }
            }
        }
        assertThat(matches).as("neither few nor all").isBetween(3_000, 17_000);
    }

    private static String pattern(Random random, List<String> names) {
        StringBuilder pattern = new StringBuilder();
        boolean afterWildcard = false;
        for (int parts = 1 + random.nextInt(5); parts > 0; parts--) {
            if (!afterWildcard && random.nextInt(3) > 0) {
                String name = String.valueOf((char) ('p' + names.size()));
                names.add(name);
                pattern.append('{').append(name).append('}');
                afterWildcard = true;
            } else {
                pattern.append("ab.-".charAt(random.nextInt(4)));
                afterWildcard = false;
            }
        }
        return pattern.toString();
    }

    private static String name(Random random, String pattern) {
        StringBuilder name = new StringBuilder();
        for (String part : pattern.split("(?=\\{)|(?<=})", -1)) {
            name.append(part.startsWith("{") ? text(random, 1 + random.nextInt(3)) : part);
        }
        if (random.nextInt(3) == 0) {
            int at = random.nextInt(name.length());
            name.replace(at, at + 1, text(random, random.nextInt(3)));
        }
        return name.toString();
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("aab-.".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    private static String filledIn(String pattern, Map<String, String> values) {
        String filled = pattern;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }
}
