package dev.reverb.playground;

import dev.reverb.spi.transport.HttpRequest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in what the page itself sends, and no request that a foreign web page made a browser send.
 *
 * <p>The request must be one that a browser asks permission for before it sends it across origins (a JSON body, or the
 * header {@code X-Reverb-Playground}); that permission is never given. And where there is an {@code Origin}, which every
 * browser adds to a POST, it must be the page's own. Programs that are no browsers may leave it out: nobody can make
 * them send anything.
 */
final class SameOrigin implements AccessRule {

    static final String MARK = "X-Reverb-Playground";

    @Override
    public @Nullable String refusal(HttpRequest request) {
        if (!"1".equals(request.header(MARK)) && !isJson(request)) {
            return "Send application/json, or the header " + MARK + ": 1.";
        }
        String origin = request.header("Origin");
        if (origin != null && !isOwn(origin, request.header("Host"))) {
            return "This request comes from another origin than the playground's. Behind a proxy, let it pass the Host"
                    + " header on.";
        }
        return null;
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        Optional<Authority> own = host == null ? Optional.empty() : Authority.parse(host);
        return own.isPresent() && own.get().isOrigin(origin);
    }

    static boolean isJson(HttpRequest request) {
        String type = request.header("Content-Type");
        return type != null
                && type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
