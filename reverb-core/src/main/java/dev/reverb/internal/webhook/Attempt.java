package dev.reverb.internal.webhook;

import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.spi.WebhookSender;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request that is under way. In its application's turns; only the answer may come on any thread. */
final class Attempt {

    /** What came of it: an answer, or a failure. */
    record Outcome(
            Attempt attempt,
            @Nullable WebhookResponse response,
            @Nullable Throwable failure) {

        boolean isDelivered() {
            return response != null && response.status() / 100 == 2;
        }

        /** For logs. Of failures the types only: a message can have an address or a header in it. */
        String reason() {
            if (response != null) {
                return "answered " + response.status();
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return cause == null ? "gave no answer" : typesOf(cause);
        }

        private static String typesOf(Throwable failure) {
            Throwable cause = failure.getCause();
            String type = failure.getClass().getSimpleName();
            return cause == null || cause.getClass() == failure.getClass()
                    ? type
                    : type + " by " + cause.getClass().getSimpleName();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final long begun;
    private @Nullable CompletionStage<WebhookResponse> answer;

    private Attempt(long begun) {
        this.begun = begun;
    }

    /**
     * Begins one. A sender that throws, or gives null, has failed.
     *
     * @param ended told once, at once or on any thread
     */
    static Attempt begin(WebhookSender sender, WebhookRequest request, long now, Consumer<Outcome> ended) {
        Attempt attempt = new Attempt(now);
        try {
            CompletionStage<WebhookResponse> stage = sender.send(request);
            attempt.answer = stage;
            stage.whenComplete((response, failure) -> ended.accept(new Outcome(attempt, response, failure)));
        } catch (RuntimeException | Error broken) {
            ended.accept(new Outcome(attempt, null, broken));
        }
        return attempt;
    }

    /** When it began, in the ticker's nanoseconds. */
    long begun() {
        return begun;
    }

    /** Until when there must be an answer. */
    long deadline() {
        return begun + WebhookRequest.TIMEOUT.toNanos();
    }

    /** Lets go of it. */
    void cancel() {
        if (answer != null) {
            try {
                answer.toCompletableFuture().cancel(true);
            } catch (RuntimeException | Error broken) {
                LOG.debug(
                        "An attempt cannot be cancelled: {}", broken.getClass().getName());
            }
        }
    }
}
