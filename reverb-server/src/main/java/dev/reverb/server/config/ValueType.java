package dev.reverb.server.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which values a setting takes. All are read from text, as an environment variable gives them: a file's {@code 60} and
 * {@code "60"} are the same.
 *
 * @param <T> what a value becomes
 */
final class ValueType<T> {

    private static final int LONGEST_NUMBER = 40;
    /** As many digits fit into a long, whatever they are. */
    private static final int PLAIN_DIGITS = 18;

    private static final int MAX_PORT = 65_535;

    private static final Pattern ADDRESS =
            Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:(?<port>\\d{1,5}))?");

    private static final Pattern GROUPED = Pattern.compile("(?<=\\d)_(?=\\d)");
    private static final Map<String, Boolean> FLAGS = Map.of(
            "true", true, "1", true, "on", true, "yes", true, "false", false, "0", false, "off", false, "no", false);

    private final String allowed;
    private final Reader<T> reader;

    private ValueType(String allowed, Reader<T> reader) {
        this.allowed = allowed;
        this.reader = reader;
    }

    /** Reads a value that is not blank. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Reads it.
         *
         * @return what it becomes, or empty where it is not allowed
         * @throws ConfigurationException where a piece of it is not, which the message names
         */
        Optional<T> read(Value value) throws ConfigurationException;
    }

    /** What is allowed, as it follows "must be". */
    String allowed() {
        return allowed;
    }

    /** Reads a value; empty where it is not allowed. */
    Optional<T> read(Value value) throws ConfigurationException {
        return reader.read(value);
    }

    /** What is made of several pieces, each of which may be wrong. */
    static <T> ValueType<T> pieces(String allowed, Reader<T> reader) {
        return new ValueType<>(allowed, reader);
    }

    static ValueType<Boolean> flag() {
        return ofText("true or false", text -> Optional.ofNullable(FLAGS.get(text.toLowerCase(Locale.ROOT))));
    }

    /** A whole number, both ends included. */
    static ValueType<Integer> whole(String unit, int minimum, int maximum) {
        return ofNumber(range(unit, minimum, maximum), minimum, maximum, Math::toIntExact);
    }

    /** A number of bytes that may pass two gigabytes. */
    static ValueType<Long> bytes() {
        return ofNumber(range(" of bytes", 1, Long.MAX_VALUE), 1, Long.MAX_VALUE, number -> number);
    }

    /** A whole number of at least one, where 0 means that there is no limit. */
    static ValueType<Integer> limit(int unlimited) {
        String allowed = "a whole number from 1 to " + (unlimited - 1) + ", or 0 for no limit";
        return ofNumber(allowed, 0, unlimited - 1L, number -> number == 0 ? unlimited : Math.toIntExact(number));
    }

    static ValueType<Duration> seconds(int minimum) {
        return seconds(minimum, Integer.MAX_VALUE);
    }

    static ValueType<Duration> seconds(int minimum, int maximum) {
        return ofNumber(range(" of seconds", minimum, maximum), minimum, maximum, Duration::ofSeconds);
    }

    static ValueType<Duration> milliseconds() {
        return milliseconds(Integer.MAX_VALUE);
    }

    static ValueType<Duration> milliseconds(int maximum) {
        return ofNumber(range(" of milliseconds", 0, maximum), 0, maximum, Duration::ofMillis);
    }

    static ValueType<String> text() {
        return ofText("text", Optional::of);
    }

    /** Text that matches a pattern. */
    static ValueType<String> text(String allowed, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return ofText(allowed, text -> Optional.of(text).filter(compiled.asMatchPredicate()));
    }

    /** One of an enum's constants, in lower case. */
    static <E extends Enum<E>> ValueType<E> oneOf(E[] constants) {
        List<String> names = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        String allowed = String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
        return ofText(allowed, text -> {
            int index = names.indexOf(text.toLowerCase(Locale.ROOT));
            return index < 0 ? Optional.empty() : Optional.of(constants[index]);
        });
    }

    /** A list of words; in text they are separated by commas. */
    static ValueType<List<String>> words(String allowed) {
        return ofNode(allowed, ValueType::readWords);
    }

    /**
     * A list of hosts, each with a port of its own or the default one; in text they are separated by commas. An IPv6 address is in
     * brackets.
     */
    static ValueType<List<String>> addresses(int defaultPort) {
        return ofNode(
                "a list of hosts with ports, such as redis-1:" + defaultPort + ",redis-2:" + defaultPort,
                node -> readWords(node).flatMap(words -> addresses(words, defaultPort)));
    }

    /** A path prefix, with or without slashes around it; becomes empty, or one that begins with a slash and ends with none. */
    static ValueType<String> path() {
        Pattern allowed = Pattern.compile("/*([A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*)?/*");
        return ofText(
                "a path such as /ws, of letters, digits, and . _ ~ -",
                text -> Optional.of(text)
                        .filter(allowed.asMatchPredicate())
                        .map(path -> path.replaceAll("^/+|/+$", ""))
                        .map(path -> path.isEmpty() ? "" : "/" + path));
    }

    /** Whatever is written. */
    static ValueType<Node> anything() {
        return ofNode("anything", Optional::of);
    }

    private static <T> ValueType<T> ofNode(String allowed, Function<Node, Optional<T>> reader) {
        return new ValueType<>(allowed, value -> reader.apply(value.node()));
    }

    private static <T> ValueType<T> ofText(String allowed, Function<String, Optional<T>> reader) {
        return ofNode(allowed, node -> node.text().flatMap(reader));
    }

    private static <T> ValueType<T> ofNumber(String allowed, long minimum, long maximum, Function<Long, T> result) {
        return ofText(allowed, text -> {
            OptionalLong number = wholeNumber(text);
            return number.isPresent() && number.getAsLong() >= minimum && number.getAsLong() <= maximum
                    ? Optional.of(result.apply(number.getAsLong()))
                    : Optional.empty();
        });
    }

    private static String range(String unit, long minimum, long maximum) {
        return "a whole number" + unit + " from " + minimum + " to " + maximum;
    }

    /** Reads {@code 60}, {@code 10_000} as PHP and YAML write it, and {@code 6e1} as JSON may. */
    private static OptionalLong wholeNumber(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return OptionalLong.empty();
        }
        if (isPlain(text)) {
            // BigDecimal computes large powers when it is first used: a start does without.
            return OptionalLong.of(Long.parseLong(text));
        }
        try {
            return OptionalLong.of(new BigDecimal(GROUPED.matcher(text).replaceAll("")).longValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalLong.empty();
        }
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.length() <= PLAIN_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static Optional<List<String>> addresses(List<String> words, int defaultPort) {
        List<String> addresses = new ArrayList<>();
        for (String word : words) {
            Matcher address = ADDRESS.matcher(word);
            if (!address.matches()) {
                return Optional.empty();
            }
            String port = Objects.requireNonNullElse(address.group("port"), String.valueOf(defaultPort));
            if (Integer.parseInt(port) < 1 || Integer.parseInt(port) > MAX_PORT) {
                return Optional.empty();
            }
            addresses.add(address.group("host") + ":" + port);
        }
        return Optional.of(List.copyOf(addresses));
    }

    private static Optional<List<String>> readWords(Node node) {
        List<String> words = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                words.add(item.text().orElse(""));
            }
        } else {
            node.text()
                    .ifPresent(text -> Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .forEach(words::add));
        }
        return words.isEmpty() || words.stream().anyMatch(String::isEmpty)
                ? Optional.empty()
                : Optional.of(List.copyOf(words));
    }
}
