package dev.reverb.examples.nio;

import dev.reverb.spi.transport.HttpResponse;

/** A request that cannot be read on: the answer to it, behind which the connection ends. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient HttpResponse response;

    Refusal(HttpResponse response) {
        super("HTTP " + response.status(), null, false, false);
        this.response = response;
    }

    /** The request breaks RFC 9112. */
    static Refusal badRequest(String why) {
        return of(400, why);
    }

    static Refusal of(int status, String why) {
        return new Refusal(
                HttpResponse.json(status, "{\"error\":\"" + why + "\"}").withHeader("Connection", "close"));
    }

    HttpResponse response() {
        return response;
    }
}
