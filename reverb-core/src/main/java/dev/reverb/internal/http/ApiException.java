package dev.reverb.internal.http;

import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.transport.HttpResponse;

/** A request that is refused: its status, and what is wrong. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    ApiException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    HttpResponse response() {
        return response(status, String.valueOf(getMessage()));
    }

    /** {@code {"error":"what is wrong"}}; what may be tried again says when. */
    static HttpResponse response(int status, String message) {
        byte[] body =
                new JsonBytes().raw("{\"error\":").string(message).raw("}").toByteArray();
        HttpResponse response = HttpResponse.json(status, body);
        return status == 429 || status == 503 ? response.withHeader("Retry-After", "1") : response;
    }
}
