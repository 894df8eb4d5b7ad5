package dev.reverb.broadcasting.auth;

import dev.reverb.channel.ChannelName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which channels a rule is for, such as {@code orders.{orderId}}, named without the prefix that says what they can do. A
 * wildcard stands for one character or more, never for a dot; of two in one segment the first takes as much as it can.
 */
final class ChannelPattern {

    private static final Pattern WILDCARD = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final List<String> PREFIXES = List.of("private-", "presence-", "cache-");

    private final String text;
    private final Pattern regex;
    private final List<String> names;

    private ChannelPattern(String text, Pattern regex, List<String> names) {
        this.text = text;
        this.regex = regex;
        this.names = names;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException where no channel could ever match it, or its wildcards are not as they should be
     */
    static ChannelPattern of(String text) {
        checkBeginning(text);
        Set<String> names = new LinkedHashSet<>();
        StringBuilder regex = new StringBuilder();
        Matcher wildcard = WILDCARD.matcher(text);
        int literalFrom = 0;
        while (wildcard.find()) {
            if (wildcard.start() == literalFrom && literalFrom > 0) {
                throw refused(text, "between two wildcards there is something");
            }
            regex.append(literal(text, literalFrom, wildcard.start())).append("([^.]+)");
            if (!names.add(wildcard.group(1))) {
                throw refused(text, "each wildcard has a name of its own");
            }
            literalFrom = wildcard.end();
        }
        regex.append(literal(text, literalFrom, text.length()));
        return new ChannelPattern(text, Pattern.compile(regex.toString()), List.copyOf(names));
    }

    private static void checkBeginning(String text) {
        for (String prefix : PREFIXES) {
            if (text.startsWith(prefix)) {
                throw refused(
                        text, "a channel is named without \"" + prefix + "\", and a rule is for every kind of it");
            }
        }
        if (text.isEmpty()) {
            throw refused(text, "a name has a character or more");
        }
    }

    private static String literal(String text, int from, int to) {
        String literal = text.substring(from, to);
        if (!literal.isEmpty() && ChannelName.parse(literal).isEmpty()) {
            throw refused(
                    text,
                    "a name has A-Za-z0-9_-=@,.; and wildcards such as {orderId}, and up to " + ChannelName.MAX_LENGTH
                            + " characters");
        }
        return Pattern.quote(literal);
    }

    private static IllegalArgumentException refused(String text, String because) {
        return new IllegalArgumentException("Not a channel pattern: \"" + text + "\"; " + because);
    }

    /**
     * What the wildcards stand for in a name.
     *
     * @param name a channel's name without its prefix
     * @return the values by the wildcards' names, in their order, or empty where the name does not match
     */
    Optional<Map<String, String>> match(String name) {
        Matcher matcher = regex.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }

    /** Whether it matches every name that the other does. What stands for the other's wildcards here is in no name. */
    boolean covers(ChannelPattern other) {
        return regex.matcher(WILDCARD.matcher(other.text).replaceAll("*")).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
