package dev.reverb.internal.retry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What a server asks for with {@code Retry-After}: seconds, or a date (RFC 9110, 10.2.3). */
public final class RetryAfter {

    /** Longer than a minute is not waited at a server's word. */
    public static final Duration LONGEST = Duration.ofSeconds(60);

    private RetryAfter() {}

    /** From none to {@link #LONGEST}; none where the value is neither. */
    public static Duration of(String value, long currentTimeMillis) {
        Duration asked = value.matches("\\d{1,9}")
                ? Duration.ofSeconds(Integer.parseInt(value))
                : until(value, currentTimeMillis);
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }

    private static Duration until(String date, long currentTimeMillis) {
        try {
            Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(Instant.ofEpochMilli(currentTimeMillis), then);
        } catch (DateTimeException neither) {
            return Duration.ZERO;
        }
    }
}
