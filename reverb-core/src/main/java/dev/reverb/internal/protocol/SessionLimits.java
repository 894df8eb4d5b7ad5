package dev.reverb.internal.protocol;

import dev.reverb.application.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What a session counts against limits that most servers do not set; where none is set there is no such object.
 *
 * @param countedAddress the client's address, which is counted out when the connection closes; null where none is counted
 * @param rate how many messages there were; null where any number is allowed
 */
record SessionLimits(
        @Nullable String countedAddress, @Nullable MessageRate rate) {

    static @Nullable SessionLimits of(@Nullable String countedAddress, @Nullable RateLimit limit) {
        return countedAddress == null && limit == null
                ? null
                : new SessionLimits(countedAddress, limit == null ? null : new MessageRate(limit));
    }
}
