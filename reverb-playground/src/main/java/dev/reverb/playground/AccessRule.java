package dev.reverb.playground;

import dev.reverb.spi.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Decides who gets an answer from the playground. Safe for any thread; never blocks. */
@FunctionalInterface
interface AccessRule {

    /** Refuses nobody. */
    AccessRule ANYONE = request -> null;

    /**
     * Judges a request by its peer and its headers.
     *
     * @return a sentence for the visitor on why not, or null where the request may be answered
     */
    @Nullable
    String refusal(HttpRequest request);

    /** This rule, and where it does not refuse, the other. */
    default AccessRule and(AccessRule other) {
        return request -> {
            String refusal = refusal(request);
            return refusal == null ? other.refusal(request) : refusal;
        };
    }
}
