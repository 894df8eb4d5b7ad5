package dev.reverb.applications.caching;

import dev.reverb.application.Application;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An application as the source has told it last. Any thread. */
final class Known {

    private final Application application;
    private final CompletionStage<Optional<Application>> answer;
    private final long asked;
    private final long toldAt;
    private volatile boolean failing;
    private volatile long failedAt;

    /**
     * One that was told just now.
     *
     * @param application what was told
     * @param asked the place of the question among all
     * @param now nanoseconds of the ticker
     */
    Known(Application application, long asked, long now) {
        this.application = application;
        this.answer = CompletableFuture.completedStage(Optional.of(application));
        this.asked = asked;
        this.toldAt = now;
    }

    Application application() {
        return application;
    }

    /** Made once: most lookups end here. */
    CompletionStage<Optional<Application>> answer() {
        return answer;
    }

    long asked() {
        return asked;
    }

    /** For how many nanoseconds it has been known. */
    long age(long now) {
        return now - toldAt;
    }

    /** The source was asked again, and failed. */
    void failed(long now) {
        failedAt = now;
        failing = true;
    }

    /** Whether a question about it failed less than so many nanoseconds ago. */
    boolean hasFailedWithin(long nanos, long now) {
        return failing && now - failedAt < nanos;
    }
}
