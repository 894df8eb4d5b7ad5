package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.internal.wire.Origins;
import dev.reverb.spi.transport.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Cross-origin headers (Fetch Standard, "CORS protocol"), as the application's {@code allowed_origins} say. */
final class Cors {

    static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private Cors() {}

    /** Whether all origins are allowed, so that nobody need look at a request's. */
    static boolean allowsAll(Application application) {
        return application.allowedOrigins().contains("*");
    }

    static HttpResponse allow(Application application, @Nullable String origin, HttpResponse response) {
        if (allowsAll(application)) {
            return response == Answers.DONE ? Answers.DONE_FOR_ALL : response.withHeader(ALLOW_ORIGIN, "*");
        }
        if (origin == null || !application.allowsOrigin(Origins.host(origin))) {
            return response.withHeader("Vary", "Origin");
        }
        return response.withHeader(ALLOW_ORIGIN, origin).withHeader("Vary", "Origin");
    }

    static HttpResponse preflight(String methods) {
        return HttpResponse.empty(204)
                .withHeader("Allow", methods)
                .withHeader("Access-Control-Allow-Methods", methods)
                .withHeader("Access-Control-Allow-Headers", "Content-Type, X-Requested-With")
                .withHeader("Access-Control-Max-Age", "600");
    }
}
