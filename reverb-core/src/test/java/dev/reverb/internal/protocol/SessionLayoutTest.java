package dev.reverb.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.internal.channels.Subscription;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** What each of very many connections has: a field more is 8 bytes more where there is no gap left. */
class SessionLayoutTest {

    private static long fields(Class<?> type) {
        return ClassLayout.parseClass(type).fields().stream()
                .mapToLong(FieldLayout::size)
                .sum();
    }

    /** 24 bytes behind a header of 8, as with compact headers, or of 12 fill 32 and 40. */
    @Test
    void aSessionWithoutUserOrLimitsHasSixFieldsOf4Bytes() {
        assertThat(fields(ClientSession.class)).isLessThanOrEqualTo(24);
    }

    /** Up to 28 bytes fill 40 either way, but for one or two small ones behind a header of 12. */
    @Test
    void aSubscriptionFills40Bytes() {
        assertThat(ClassLayout.parseClass(Subscription.class).instanceSize()).isLessThanOrEqualTo(40);
    }
}
