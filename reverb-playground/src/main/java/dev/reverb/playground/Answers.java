package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;

/** The answers that are not a file: JSON, and refusals that say why. None of them is to be kept by a cache. */
final class Answers {

    private Answers() {}

    static HttpResponse ok(byte[] json) {
        return CachePolicy.NEVER.on(HttpResponse.json(200, json));
    }

    /** An error in the form that the HTTP API has too: {@code {"error":"…"}}. */
    static HttpResponse error(int status, String message) {
        byte[] json = Json.write(out -> out.writeStringProperty("error", message));
        return CachePolicy.NEVER.on(HttpResponse.json(status, json));
    }

    /** A 403: for scripts in JSON, for people in plain text. */
    static HttpResponse refusal(HttpRequest request, String reason) {
        if (request.method().equals("POST")) {
            return error(403, reason);
        }
        byte[] text = (reason + "\n").getBytes(UTF_8);
        return CachePolicy.NEVER.on(HttpResponse.of(403, "text/plain; charset=utf-8", text));
    }
}
