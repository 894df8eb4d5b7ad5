package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutstandingTest {

    private final Outstanding events = new Outstanding();

    @Test
    void anEventIsCompleteWithItsLastCopy() {
        events.send(0, 1, 5, 2);

        assertThat(events.due(0)).isEqualTo(5);
        assertThat(events.copy(0)).isFalse();
        assertThat(events.copy(0)).isTrue();
        assertThat(events.copy(0)).isFalse();
        assertThat(events.open()).isZero();
        assertThat(events.complete()).isEqualTo(1);
        assertThat(events.tail()).isEqualTo(1);
    }

    @Test
    void theOldestOpenEventHoldsTheTail() {
        events.send(0, 2, 0, 1);
        events.copy(1);

        assertThat(events.tail()).isZero();
        assertThat(events.oldest()).isZero();
        assertThat(events.isSent(0)).isTrue();
        events.copy(0);
        assertThat(events.tail()).isEqualTo(2);
        assertThat(events.isSent(0)).isFalse();
    }

    @Test
    void sequencesMayBeSentAheadOfOthers() {
        events.send(1, 1, 0, 1);
        events.copy(1);

        assertThat(events.tail()).isZero();
        events.send(0, 1, 0, 1);
        events.copy(0);
        assertThat(events.tail()).isEqualTo(2);
    }

    @Test
    void theCopiesOfAnAbandonedEventAreNotAwaited() {
        events.send(0, 1, 0, 3);
        events.copy(0);

        assertThat(events.abandon(0)).isEqualTo(2);
        assertThat(events.abandon(0)).isZero();
        assertThat(events.open()).isZero();
        assertThat(events.complete()).isZero();
        assertThat(events.tail()).isEqualTo(1);
    }

    @Test
    void theRingIsFullAtItsSize() {
        assertThat(events.fits(Options.MAX_WINDOW - 1)).isTrue();
        assertThat(events.fits(Options.MAX_WINDOW)).isFalse();
    }
}
