package dev.reverb.scaling.redis.internal.connection;

import java.util.concurrent.CompletionException;

/** Why something failed, for one line of a log. */
public final class LossReason {

    private LossReason() {}

    /**
     * Says it.
     *
     * @param failure as a stage completed with it
     * @return its cause's message, or what it is where it has none
     */
    public static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
