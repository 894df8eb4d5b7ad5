package dev.reverb.server.config;

/** Makes text from outside fit for a line on a terminal. */
public final class Printable {

    private static final int LONGEST = 100;

    private Printable() {}

    /**
     * Text in quotes, shortened, and with control characters escaped so that none reaches the terminal.
     *
     * @param text any text
     * @return at most a hundred characters of it, in double quotes
     */
    public static String quoted(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return "\"" + escaped(shown) + "\"";
    }

    /**
     * Text on one line, with control characters escaped.
     *
     * @param text any text
     * @return the same text where there is nothing to escape
     */
    public static String escaped(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(character -> append(escaped, (char) character));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, char character) {
        switch (character) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                if (Character.isISOControl(character)) {
                    escaped.append(String.format("\\u%04x", (int) character));
                } else {
                    escaped.append(character);
                }
            }
        }
    }
}
