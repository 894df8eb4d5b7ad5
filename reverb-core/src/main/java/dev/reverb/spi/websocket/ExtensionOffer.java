package dev.reverb.spi.websocket;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1): an extension and its parameters.
 *
 * @param name the extension's
 * @param parameters in their order
 */
record ExtensionOffer(String name, List<Parameter> parameters) {

    /**
     * What an extension is offered with.
     *
     * @param name its name
     * @param value a token, without the quotes that it may have come in; null where there is none
     */
    record Parameter(String name, @Nullable String value) {}

    /** Reads a header, or several that are joined by commas; what is not of the RFC's form offers nothing at all. */
    static List<ExtensionOffer> parse(String header) {
        List<ExtensionOffer> offers = new ArrayList<>();
        Cursor cursor = new Cursor(header);
        do {
            // A list may have empty elements (RFC 9110 section 5.6.1).
            if (!cursor.isAt(',') && !cursor.isAtEnd() && !readOffer(cursor, offers)) {
                return List.of();
            }
        } while (cursor.skip(','));
        return cursor.isAtEnd() ? offers : List.of();
    }

    private static boolean readOffer(Cursor cursor, List<ExtensionOffer> offers) {
        String name = cursor.token();
        List<Parameter> parameters = new ArrayList<>();
        while (name != null && cursor.skip(';')) {
            String parameter = cursor.token();
            String value = null;
            if (parameter != null && cursor.skip('=')) {
                value = cursor.tokenOrQuoted();
                parameter = value == null ? null : parameter;
            }
            if (parameter == null) {
                return false;
            }
            parameters.add(new Parameter(parameter, value));
        }
        return name != null && offers.add(new ExtensionOffer(name, parameters));
    }

    /** Goes through a header from the left. White space before what is looked at is skipped. */
    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        boolean isAtEnd() {
            skipSpace();
            return at == text.length();
        }

        boolean isAt(char wanted) {
            return !isAtEnd() && text.charAt(at) == wanted;
        }

        boolean skip(char wanted) {
            boolean found = isAt(wanted);
            if (found) {
                at++;
            }
            return found;
        }

        /** Null where there is none. */
        @Nullable
        String token() {
            skipSpace();
            int from = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return at == from ? null : text.substring(from, at);
        }

        /** A quoted string must hold a token once it is unescaped. Null where there is neither. */
        @Nullable
        String tokenOrQuoted() {
            if (!skip('"')) {
                return token();
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\') {
                    at++;
                }
                if (at == text.length() || !isTokenCharacter(text.charAt(at))) {
                    return null;
                }
                value.append(text.charAt(at++));
            }
            return at++ < text.length() && !value.isEmpty() ? value.toString() : null;
        }

        /** RFC 9110 section 5.6.2. */
        private static boolean isTokenCharacter(char c) {
            return c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
    }
}
