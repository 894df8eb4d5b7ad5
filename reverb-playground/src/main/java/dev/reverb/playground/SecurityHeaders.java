package dev.reverb.playground;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Optional;

/**
 * The headers that keep the page to itself: it loads from and talks to this server only, runs no inline script, is put
 * into no frame, and its answers are read by no other origin. No answer has a CORS header.
 */
final class SecurityHeaders {

    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; connect-src 'self'";

    private SecurityHeaders() {}

    static HttpResponse on(HttpResponse response, HttpRequest request) {
        return response.withHeader("Content-Security-Policy", POLICY + webSocketSources(request))
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("X-Frame-Options", "DENY")
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("Cross-Origin-Opener-Policy", "same-origin")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Not every browser counts {@code ws:} of the same host as {@code 'self'}. Only what parses as a host is echoed. */
    private static String webSocketSources(HttpRequest request) {
        String host = request.header("Host");
        Optional<Authority> parsed = host == null ? Optional.empty() : Authority.parse(host);
        return parsed.isPresent() ? " ws://" + host + " wss://" + host : "";
    }
}
