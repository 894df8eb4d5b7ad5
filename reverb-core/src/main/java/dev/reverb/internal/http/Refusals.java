package dev.reverb.internal.http;

import dev.reverb.PublishException;
import dev.reverb.PublishException.Reason;
import dev.reverb.spi.transport.HttpResponse;

/** Refusals of publications, as HTTP statuses and as exceptions of the API in Java. */
final class Refusals {

    private Refusals() {}

    static PublishException of(ApiException refused) {
        return new PublishException(
                refused.response().status() == 413 ? Reason.TOO_LARGE : Reason.INVALID,
                String.valueOf(refused.getMessage()));
    }

    /** The answer while the scaling back-end is away, and this server cannot know it. */
    static HttpResponse unreachable() {
        return ApiException.response(503, "The other servers cannot be reached right now");
    }

    static int status(PublishException refused) {
        return switch (refused.reason()) {
            case UNKNOWN_APPLICATION -> 404;
            case INVALID -> 422;
            case TOO_LARGE -> 413;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
        };
    }
}
