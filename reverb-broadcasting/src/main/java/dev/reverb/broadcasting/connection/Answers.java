package dev.reverb.broadcasting.connection;

import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.internal.retry.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Says what an answer, or the lack of one, means for a broadcast. */
final class Answers {

    private Answers() {}

    /** The failure that an answer tells; null where it is none. */
    static @Nullable BroadcastException read(HttpResponse<String> answer, long currentTimeMillis) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return null;
        }
        Reason reason = reasonOf(status);
        Optional<Duration> retryAfter = reason == Reason.RATE_LIMITED || reason == Reason.UNAVAILABLE
                ? answer.headers().firstValue("Retry-After").map(value -> RetryAfter.of(value, currentTimeMillis))
                : Optional.empty();
        String text = answer.body().isEmpty() ? "" : ": " + withoutSignatures(answer.body());
        return new BroadcastException(reason, "The server answers " + status + text, null, retryAfter.orElse(null));
    }

    /** Pusher repeats the signature that it did not accept. */
    private static String withoutSignatures(String text) {
        return text.replaceAll("[0-9A-Fa-f]{32,}", "…");
    }

    private static Reason reasonOf(int status) {
        return switch (status) {
            case 413 -> Reason.TOO_LARGE;
            case 429 -> Reason.RATE_LIMITED;
            case 503 -> Reason.UNAVAILABLE;
            default -> status / 100 == 5 ? Reason.FAILED : Reason.REFUSED;
        };
    }

    /** What it means that there was no answer. */
    static BroadcastException failure(Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        if (cause instanceof BroadcastException ours) {
            return ours;
        }
        if (isConnectionFailure(cause)) {
            return new BroadcastException(Reason.UNREACHABLE, "No connection to the server", cause);
        }
        if (causedBy(cause, SSLHandshakeException.class)) {
            return new BroadcastException(Reason.UNREACHABLE, "No secure connection to the server", cause);
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return new BroadcastException(Reason.UNANSWERED, "The server has not answered in time", cause);
        }
        return cause instanceof IOException
                ? new BroadcastException(
                        Reason.UNANSWERED, "The connection broke before the server had answered", cause)
                : new BroadcastException(Reason.FAILED, "The request has failed", cause);
    }

    /** Whether there was no connection to send the request by. */
    static boolean isConnectionFailure(Throwable failed) {
        return causedBy(failed, ConnectException.class)
                || causedBy(failed, HttpConnectTimeoutException.class)
                || causedBy(failed, NoRouteToHostException.class)
                || causedBy(failed, UnresolvedAddressException.class);
    }

    private static boolean causedBy(Throwable failed, Class<? extends Throwable> type) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
