package dev.reverb.internal.protocol;

import dev.reverb.application.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What a session keeps for the sake of limits and listeners that most servers do not have; where there are none there is no such object.
 *
 * @param countedAddress the client's address, which is counted out when the connection closes; null where none is counted
 * @param rate how many messages there were; null where any number is allowed
 * @param opened when the connection was accepted, in the ticker's nanoseconds; {@link #UNTIMED} where nobody wants to know
 */
record SessionExtras(
        @Nullable String countedAddress, @Nullable MessageRate rate, long opened) {

    /** In place of a time. */
    static final long UNTIMED = -1;

    static @Nullable SessionExtras of(@Nullable String countedAddress, @Nullable RateLimit limit, long opened) {
        return countedAddress == null && limit == null && opened == UNTIMED
                ? null
                : new SessionExtras(countedAddress, limit == null ? null : new MessageRate(limit), opened);
    }
}
