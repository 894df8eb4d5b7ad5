package dev.reverb.broadcasting.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrashedEntitiesTest {

    private final TrashedEntities trashed = new TrashedEntities();

    /** Equal to each other, as rows that were loaded twice are. */
    private static final class Row implements SoftDeletes {

        private boolean trashed;

        @Override
        public boolean trashed() {
            return trashed;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void remembersHowAnEntityWasStored() {
        Row row = new Row();

        assertThat(trashed.note(row)).isFalse();
        row.trashed = true;
        assertThat(trashed.note(row)).isFalse();
        assertThat(trashed.note(row)).isTrue();
        row.trashed = false;
        assertThat(trashed.note(row)).isTrue();
        assertThat(trashed.note(row)).isFalse();
        assertThat(trashed.size()).isZero();
    }

    @Test
    void tellsEqualEntitiesApart() {
        Row first = new Row();
        first.trashed = true;
        trashed.note(first);

        assertThat(trashed.note(new Row())).isFalse();
        assertThat(trashed.note(first)).isTrue();
    }

    @Test
    void forgetsWhatIsRemoved() {
        Row row = new Row();
        row.trashed = true;
        trashed.note(row);

        trashed.forget(row);

        assertThat(trashed.size()).isZero();
    }

    @Test
    void holdsNothingThatNobodyElseHolds() {
        for (int i = 0; i < 100; i++) {
            Row row = new Row();
            row.trashed = true;
            trashed.note(row);
        }

        while (trashed.size() > 0) { // the test's time limit is its patience
            System.gc();
        }
    }
}
