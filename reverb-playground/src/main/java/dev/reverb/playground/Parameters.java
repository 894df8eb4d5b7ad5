package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.HttpRequest;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request's body, as {@code pusher-js} sends them (a form), or as JSON. */
final class Parameters {

    private Parameters() {}

    /** Reads a body by its {@code Content-Type}; empty where it is malformed. */
    static Optional<Map<String, String>> of(HttpRequest request) {
        return SameOrigin.isJson(request) ? Json.read(request.body()) : readForm(new String(request.body(), UTF_8));
    }

    private static Optional<Map<String, String>> readForm(String form) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
                values.put(name, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            } catch (IllegalArgumentException badPercentEncoding) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
