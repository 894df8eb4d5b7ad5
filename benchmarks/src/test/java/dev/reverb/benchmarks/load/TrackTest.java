package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackTest {

    private final Track track = new Track();
    private final Integrity integrity = new Integrity();

    private boolean book(long... numbers) {
        boolean first = false;
        for (long number : numbers) {
            first = track.book(number, integrity);
        }
        return first;
    }

    @Test
    void numbersInOrderAreAllWell() {
        for (int i = 0; i < 200; i++) {
            assertThat(book(i)).isTrue();
        }

        assertThat(integrity.all()).isZero();
        assertThat(track.missing()).isZero();
        assertThat(track.next()).isEqualTo(200);
    }

    @Test
    void aGapIsMissingUntilItComes() {
        book(0, 1, 3);

        assertThat(track.missing()).isEqualTo(1);
        assertThat(track.lacks(2)).isTrue();
        assertThat(track.lacks(1)).isFalse();
        assertThat(track.lacks(4)).isTrue();
        assertThat(book(2)).isTrue();
        assertThat(integrity.reordered).isEqualTo(1);
        assertThat(integrity.duplicated).isZero();
        assertThat(track.missing()).isZero();
    }

    @Test
    void theSameNumberAgainIsADuplicate() {
        book(0, 1, 2);

        assertThat(book(2)).isFalse();
        assertThat(book(0)).isFalse();
        assertThat(integrity.duplicated).isEqualTo(2);
        assertThat(integrity.reordered).isZero();
    }

    @Test
    void aDuplicateIsKnownFromAMissingNumberWhileItIsRecent() {
        book(0, 2);
        for (int i = 3; i < 60; i++) {
            book(i);
        }

        assertThat(book(2)).isFalse();
        assertThat(book(1)).isTrue();
        assertThat(integrity.duplicated).isEqualTo(1);
        assertThat(integrity.reordered).isEqualTo(1);
    }

    @Test
    void aGapLongerThanTheMemoryCountsInFull() {
        book(0, 1_000);

        assertThat(track.missing()).isEqualTo(999);
        assertThat(book(5)).isTrue();
        assertThat(track.missing()).isEqualTo(998);
        assertThat(integrity.reordered).isEqualTo(1);
    }

    @Test
    void theEdgesOfTheMemory() {
        book(0);
        book(63);
        assertThat(track.has(0)).isTrue();
        assertThat(track.has(1)).isFalse();

        track.reset();
        book(0);
        book(64);
        assertThat(track.has(0)).isFalse();
        assertThat(track.has(64)).isTrue();
    }
}
