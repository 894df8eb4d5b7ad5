package dev.reverb.broadcasting.auth;

import dev.reverb.spi.transport.HttpResponse;

/** Ends a request with an answer that is not what was asked for. The client does not learn why it is forbidden; the log does. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String FORBIDDEN = "Forbidden";

    private final transient HttpResponse response;

    private Refusal(HttpResponse response, String reason) {
        super(reason, null, false, false);
        this.response = response;
    }

    /** 403. */
    static Refusal forbidden(String reason) {
        return new Refusal(answer(403, FORBIDDEN), reason);
    }

    /** Another status, whose reason the client is told. */
    static Refusal of(int status, String reason) {
        return new Refusal(answer(status, reason), reason);
    }

    static Refusal tooLarge(int limit) {
        return new Refusal(HttpResponse.payloadTooLarge(limit), "The body is larger than " + limit + " bytes");
    }

    static Refusal wrongMethod() {
        return new Refusal(answer(405, "Method not allowed").withHeader("Allow", "GET, POST"), "Not GET or POST");
    }

    /** An error without anything in it that had to be escaped. */
    static HttpResponse answer(int status, String error) {
        return HttpResponse.json(status, "{\"error\":\"" + error + "\"}");
    }

    HttpResponse response() {
        return response;
    }

    int status() {
        return response.status();
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
