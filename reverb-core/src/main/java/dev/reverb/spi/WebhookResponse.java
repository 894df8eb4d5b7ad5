package dev.reverb.spi;

import java.util.Optional;

/**
 * What a webhook answered.
 *
 * @param status the HTTP status; 200 to 299 takes the batch
 * @param retryAfter the value of the header {@code Retry-After} (RFC 9110, 10.2.3)
 */
public record WebhookResponse(int status, Optional<String> retryAfter) {

    /**
     * An answer without {@code Retry-After}.
     *
     * @param status the HTTP status
     * @return the answer
     */
    public static WebhookResponse of(int status) {
        return new WebhookResponse(status, Optional.empty());
    }
}
