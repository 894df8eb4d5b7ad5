package dev.reverb.playground;

import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Signs the page's requests to the HTTP API, which the page then sends itself:
 *
 * <pre>{@code
 * {"method":"POST","path":"/apps/1/events","query":{},"body":"{…}"}   is answered
 * {"query":"auth_key=…&auth_signature=…","text":"POST\n/apps/1/events\nauth_key=…"}
 * }</pre>
 *
 * Only what the page has a use for is signed: publishing, and asking about channels and connections, of one application.
 * The path is without the server's prefix, as signatures are.
 */
final class RequestSigning {

    private static final Pattern PUBLISHING = Pattern.compile("events|batch_events");
    private static final Pattern ASKING = Pattern.compile("connections|channels(/[A-Za-z0-9_=@,.;%-]+(/users)?)?");
    private static final String QUERY = "query.";

    private final String base;
    private final Signer signer;
    private final Ticker ticker;

    RequestSigning(String appId, Signer signer, Ticker ticker) {
        this.base = "/apps/" + Signer.encode(appId) + "/";
        this.signer = signer;
        this.ticker = ticker;
    }

    HttpResponse answer(HttpRequest request) {
        Optional<Map<String, String>> parameters =
                SameOrigin.isJson(request) ? Json.read(request.body()) : Optional.empty();
        if (parameters.isEmpty()) {
            return Answers.error(400, "The body must be a JSON object with method, path, query and body.");
        }
        return sign(parameters.get());
    }

    private HttpResponse sign(Map<String, String> parameters) {
        String method = parameters.getOrDefault("method", "");
        String path = parameters.getOrDefault("path", "");
        if (!isSignable(method, path)) {
            return Answers.error(
                    403,
                    "The playground signs " + base + "events, batch_events (POST), channels and"
                            + " connections (GET) only.");
        }
        String body = parameters.getOrDefault("body", "");
        Signer.SignedQuery signed =
                signer.sign(method, path, query(parameters), body, ticker.currentTimeMillis() / 1000);
        return Answers.ok(Json.write(out -> {
            out.writeStringProperty("query", signed.query());
            out.writeStringProperty("text", signed.text());
        }));
    }

    private boolean isSignable(String method, String path) {
        if (!path.startsWith(base)) {
            return false;
        }
        String route = path.substring(base.length());
        return switch (method) {
            case "POST" -> PUBLISHING.matcher(route).matches();
            case "GET" -> ASKING.matcher(route).matches();
            default -> false;
        };
    }

    private static Map<String, String> query(Map<String, String> parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(QUERY)) {
                query.put(name.substring(QUERY.length()), value);
            }
        });
        return query;
    }
}
