package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs API requests with an application's secret. Immutable.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher, "HTTP API reference"</a>
 */
final class Signer {

    private final String key;
    private final String secret;

    Signer(Application application) {
        key = application.key();
        secret = application.secret();
    }

    /**
     * An API request's query with its signature.
     *
     * @param query all parameters, encoded
     * @param text what the signature is over, to show how it is made
     */
    record SignedQuery(String query, String text) {}

    /**
     * Signs an API request. The server accepts it for ten minutes around {@code epochSeconds}.
     *
     * @param body the request's body, empty where it has none
     */
    SignedQuery sign(String method, String path, Map<String, String> query, String body, long epochSeconds) {
        SortedMap<String, String> parameters = new TreeMap<>();
        query.forEach((name, value) -> parameters.put(name.toLowerCase(Locale.ROOT), value));
        parameters.put("auth_key", key);
        parameters.put("auth_timestamp", Long.toString(epochSeconds));
        parameters.put("auth_version", "1.0");
        if (!body.isEmpty()) {
            parameters.put("body_md5", Digests.md5(body));
        }
        String text = method + '\n' + path + '\n' + join(parameters, false);
        String signature = Digests.hmacSha256(secret, text);
        return new SignedQuery(join(parameters, true) + "&auth_signature=" + signature, text);
    }

    private static String join(SortedMap<String, String> parameters, boolean encoded) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + '=' + (encoded ? encode(entry.getValue()) : entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Percent-encodes all but letters, digits and a few signs, a space too. */
    static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
