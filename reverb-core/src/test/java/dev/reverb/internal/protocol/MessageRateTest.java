package dev.reverb.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.RateLimit;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRateTest {

    private static final long SECOND = 1_000_000_000L;

    private final MessageRate rate = new MessageRate(new RateLimit(2, Duration.ofSeconds(10), false));

    @ParameterizedTest
    @ValueSource(longs = {0, 12_345, -10 * SECOND, Long.MAX_VALUE - 5 * SECOND, Long.MIN_VALUE + 1, Long.MIN_VALUE})
    void theFirstMessageOpensAWindow(long start) {
        assertThat(rate.tryAcquire(start)).isTrue();
        assertThat(rate.tryAcquire(start + 9 * SECOND)).isTrue();
        assertThat(rate.tryAcquire(start + 9 * SECOND)).isFalse();
        assertThat(rate.tryAcquire(start + 10 * SECOND - 1)).isFalse();
        assertThat(rate.tryAcquire(start + 10 * SECOND)).isTrue();
        assertThat(rate.tryAcquire(start + 19 * SECOND)).isTrue();
        assertThat(rate.tryAcquire(start + 20 * SECOND - 1)).isFalse();
        assertThat(rate.tryAcquire(start + 100 * SECOND)).isTrue();
    }
}
