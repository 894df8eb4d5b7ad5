package dev.reverb.server.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .env} file as Laravel does (phpdotenv 5), so that one file means the same to both:
 *
 * <ul>
 *   <li>{@code NAME=value}, with {@code export} before it if one likes; {@code #} begins a comment, also behind a value;
 *   <li>a value without quotes has no white space in it;
 *   <li>in single quotes everything is literal;
 *   <li>in double quotes {@code \n \r \t \f \v \" \\ \$} are escapes, and a value may have several lines;
 *   <li><code>${NAME}</code> is a variable of the process, else an earlier one of the file, else stays as it is; not in single
 *       quotes;
 *   <li>of a name given twice, the last one counts.
 * </ul>
 *
 * <p>Messages name the line and what is wrong with it, never the value.
 */
final class DotEnv {

    /** The largest file in bytes: {@value}. */
    static final int LARGEST = 1024 * 1024;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.]+");
    private static final Pattern EXPORT = Pattern.compile("export\\s+");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)}");

    private final String text;
    private final String file;
    private final Function<String, @Nullable String> outside;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private int position;
    private int line = 1;

    private DotEnv(String text, String file, Function<String, @Nullable String> outside) {
        this.text = text.replace("\r\n", "\n").replace('\r', '\n');
        this.file = file;
        this.outside = outside;
    }

    /**
     * A variable of the file.
     *
     * @param value its value, with quotes and references resolved; null for a name alone
     * @param line where it begins
     */
    record Variable(@Nullable String value, int line) {
        @Override
        public String toString() {
            return "Variable[line=" + line + "]";
        }
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @param outside the variables of the process
     * @return the variables by name
     * @throws ConfigurationException where it cannot be read, or a line is wrong
     */
    static Map<String, Variable> read(Path path, Function<String, @Nullable String> outside)
            throws ConfigurationException {
        return parse(ConfigurationFile.text(path, LARGEST), path.toString(), outside);
    }

    static Map<String, Variable> parse(String text, String file, Function<String, @Nullable String> outside)
            throws ConfigurationException {
        DotEnv parsing = new DotEnv(text, file, outside);
        parsing.entries();
        return parsing.variables;
    }

    private void entries() throws ConfigurationException {
        while (position < text.length()) {
            skipBlanks();
            if (atLineEnd()) {
                nextLine();
            } else if (peek() == '#') {
                skipLine();
            } else {
                entry();
            }
        }
    }

    private void entry() throws ConfigurationException {
        int first = line;
        int start = position;
        while (!atLineEnd() && peek() != '=') {
            position++;
        }
        String name = name(text.substring(start, position).strip());
        if (atLineEnd()) {
            variables.put(name, new Variable(null, first));
            return;
        }
        position++;
        skipBlanks();
        variables.put(name, new Variable(value(), first));
    }

    private String name(String written) throws ConfigurationException {
        String name =
                EXPORT.matcher(written).lookingAt() ? EXPORT.matcher(written).replaceFirst("") : written;
        boolean quoted = name.length() > 2
                && (name.charAt(0) == '"' || name.charAt(0) == '\'')
                && name.charAt(0) == name.charAt(name.length() - 1);
        String bare = quoted ? name.substring(1, name.length() - 1) : name;
        if (!NAME.matcher(bare).matches()) {
            throw problem(line, "not a variable: expected NAME=value, with letters, digits, _ and . in the name");
        }
        return bare;
    }

    private String value() throws ConfigurationException {
        if (atLineEnd()) {
            return "";
        }
        return switch (peek()) {
            case '"' -> doubleQuoted();
            case '\'' -> singleQuoted();
            default -> unquoted();
        };
    }

    private String unquoted() throws ConfigurationException {
        int start = position;
        while (!atLineEnd() && peek() != '#') {
            position++;
        }
        String value = text.substring(start, position).strip();
        if (value.chars().anyMatch(Character::isWhitespace)) {
            throw problem(line, "white space in a value without quotes");
        }
        skipLine();
        return resolve(value);
    }

    private String singleQuoted() throws ConfigurationException {
        int start = ++position;
        while (!atLineEnd() && peek() != '\'') {
            position++;
        }
        if (atLineEnd()) {
            throw problem(line, "the closing quote is missing");
        }
        String value = text.substring(start, position++);
        endQuoted();
        return value;
    }

    private String doubleQuoted() throws ConfigurationException {
        int first = line;
        StringBuilder value = new StringBuilder();
        position++;
        int literal = position;
        while (position < text.length() && peek() != '"') {
            char character = peek();
            if (character == '\\') {
                value.append(resolve(text.substring(literal, position)));
                position++;
                value.append(escape(first));
                literal = position + 1;
            } else if (character == '\n') {
                line++;
            }
            position++;
        }
        if (position >= text.length()) {
            throw problem(first, "the closing quote is missing");
        }
        value.append(resolve(text.substring(literal, position)));
        position++;
        endQuoted();
        return value.toString();
    }

    private char escape(int first) throws ConfigurationException {
        if (position >= text.length()) {
            throw problem(first, "the closing quote is missing");
        }
        return switch (peek()) {
            case '"', '\\', '$' -> peek();
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            case 'v' -> '\u000B';
            default -> throw problem(line, "an unknown escape sequence; a backslash is written \\\\");
        };
    }

    private void endQuoted() throws ConfigurationException {
        skipBlanks();
        if (!atLineEnd() && peek() != '#') {
            throw problem(line, "there is more after the closing quote");
        }
        skipLine();
    }

    private String resolve(String value) {
        return REFERENCE
                .matcher(value)
                .replaceAll(
                        match -> Matcher.quoteReplacement(lookUp(match.group(1)).orElse(match.group())));
    }

    private Optional<String> lookUp(String name) {
        String given = outside.apply(name);
        if (given != null) {
            return Optional.of(given);
        }
        return Optional.ofNullable(variables.get(name)).map(Variable::value);
    }

    private boolean atLineEnd() {
        return position >= text.length() || peek() == '\n';
    }

    private char peek() {
        return text.charAt(position);
    }

    private void skipBlanks() {
        while (!atLineEnd() && Character.isWhitespace(peek())) {
            position++;
        }
    }

    private void skipLine() {
        while (!atLineEnd()) {
            position++;
        }
    }

    private void nextLine() {
        position++;
        line++;
    }

    private ConfigurationException problem(int where, String what) {
        return new ConfigurationException(file + ":" + where + ": " + what);
    }
}
