package dev.reverb.examples.nio;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request's line and headers (RFC 9112 sections 3, 5 and 6), read line by line. What is ambiguous is refused. */
final class RequestHead {

    /** The longest head, in bytes. */
    static final int MAX_SIZE = 16 * 1024;

    private static final int MAX_HEADERS = 100;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/(\\d)\\.(\\d)");
    private static final Pattern TARGET = Pattern.compile("(?:(?i:https?)://[^/?#@]+)?(/[^?#]*)?(?:\\?([^#]*))?");
    private static final Pattern HEADER_NAME = Pattern.compile(TOKEN);
    private static final Set<String> SINGLE = Set.of("host", "content-length");
    private static final Pattern CHUNKED_LAST = Pattern.compile("(?i)(?:.*,)?[ \\t]*chunked");

    private final LineReader lines = new LineReader(MAX_SIZE);
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int headerLines;
    private String method = "";
    private String path = "";
    private @Nullable String query;
    private int minorVersion = 1;

    /** Takes what there is, and returns whether the head is whole. */
    boolean read(ByteBuffer bytes) throws Refusal {
        for (String line = lines.read(bytes); line != null; line = lines.read(bytes)) {
            if (!method.isEmpty() && line.isEmpty()) {
                check();
                return true;
            }
            if (!method.isEmpty()) {
                headerLine(line);
            } else if (!line.isEmpty()) {
                // Empty lines before a request are skipped: section 2.2.
                requestLine(line);
            }
        }
        return false;
    }

    private void requestLine(String line) throws Refusal {
        Matcher parts = REQUEST_LINE.matcher(line);
        if (!parts.matches()) {
            throw Refusal.badRequest("The request line is not one.");
        }
        method = parts.group(1);
        minorVersion = parts.group(4).charAt(0) - '0';
        if (!parts.group(3).equals("1")) {
            throw Refusal.of(505, "Only HTTP/1.1 is spoken here.");
        }
        if (method.equals("CONNECT")) {
            // Over HTTP/1.1 it asks for a tunnel; only over HTTP/2 may it open a WebSocket.
            throw Refusal.of(501, "CONNECT is not supported.");
        }
        target(parts.group(2));
    }

    private void target(String target) throws Refusal {
        Matcher parts = TARGET.matcher(target.equals("*") ? "/*" : target);
        if (!parts.matches() || target.startsWith("?")) {
            throw Refusal.badRequest("The request's target is not a path.");
        }
        path = parts.group(1) == null ? "/" : parts.group(1);
        query = parts.group(2);
    }

    private void headerLine(String line) throws Refusal {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(0, colon));
        // White space before the colon, and lines that go on from the one before, are refused: section 5.
        if (!HEADER_NAME.matcher(name).matches()) {
            throw Refusal.badRequest("A header has no valid name.");
        }
        if (++headerLines > MAX_HEADERS) {
            throw Refusal.of(431, "There are more than " + MAX_HEADERS + " headers.");
        }
        if (headers.containsKey(name) && SINGLE.contains(name.toLowerCase(Locale.ROOT))) {
            throw Refusal.badRequest(name + " came twice.");
        }
        headers.merge(name, line.substring(colon + 1).strip(), (one, more) -> one + ", " + more);
    }

    private void check() throws Refusal {
        if (minorVersion > 0 && header("Host") == null) {
            throw Refusal.badRequest("Host is missing.");
        }
        String expected = header("Expect");
        if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
            throw Refusal.of(417, "Only 100-continue can be expected.");
        }
    }

    // [framing]
    /** Where the body ends (section 6.3), as a reader of it. Whatever two readers could take differently is refused. */
    RequestBody body(int limit) throws Refusal {
        String coding = header("Transfer-Encoding");
        String length = header("Content-Length");
        if (coding == null) {
            return RequestBody.ofLength(length == null ? 0 : length(length), limit);
        }
        if (length != null || minorVersion == 0 || !CHUNKED_LAST.matcher(coding).matches()) {
            throw Refusal.badRequest("The body's length is ambiguous.");
        }
        if (!coding.equalsIgnoreCase("chunked")) {
            throw Refusal.of(501, "The only transfer coding is chunked.");
        }
        return RequestBody.chunked(limit);
    }
    // [framing]

    private static long length(String digits) throws Refusal {
        if (digits.isEmpty() || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw Refusal.badRequest("Content-Length is not a number.");
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** Whether the client waits for a {@code 100 Continue} before it sends the body. */
    boolean expectsContinue() {
        return minorVersion > 0 && header("Expect") != null;
    }

    /** Whether the client wants to go on behind this request (section 9.3). */
    boolean keepsAlive() {
        return minorVersion > 0 ? !hasConnectionOption("close") : hasConnectionOption("keep-alive");
    }

    private boolean hasConnectionOption(String option) {
        String options = header("Connection");
        return options != null
                && (", " + options + ",").toLowerCase(Locale.ROOT).matches(".*,[ \\t]*" + option + "[ \\t]*,.*");
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    @Nullable
    String query() {
        return query;
    }

    int minorVersion() {
        return minorVersion;
    }

    /** A header's value, or all its values with commas between. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    Set<String> headerNames() {
        return headers.keySet();
    }
}
