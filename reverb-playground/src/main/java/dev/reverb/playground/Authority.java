package dev.reverb.playground;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host and port of a {@code Host} header or of an origin (RFC 9110 section 7.2, RFC 6454 section 7).
 *
 * @param host in lower case; an IPv6 address without its brackets
 * @param port the port, or -1 where none was named
 */
record Authority(String host, int port) {

    private static final Pattern SYNTAX =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253}))(?::([0-9]{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#]+)", Pattern.CASE_INSENSITIVE);

    /** Reads {@code host}, {@code host:port}, {@code [::1]} or {@code [::1]:port}; empty for anything else. */
    static Optional<Authority> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        int port = matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3));
        return port > 65_535 ? Optional.empty() : Optional.of(new Authority(host.toLowerCase(Locale.ROOT), port));
    }

    /** Whether an {@code Origin} header names this host and port, where the port is the scheme's if none is named. */
    boolean isOrigin(String origin) {
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            return false;
        }
        int defaultPort = matcher.group(1).equalsIgnoreCase("https") ? 443 : 80;
        return parse(matcher.group(2))
                .filter(other -> other.host.equals(host) && other.portOr(defaultPort) == portOr(defaultPort))
                .isPresent();
    }

    private int portOr(int defaultPort) {
        return port < 0 ? defaultPort : port;
    }
}
