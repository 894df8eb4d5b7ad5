package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventNumbersTest {

    @Test
    void publishesGoRoundTheSequencesABatchAtATime() {
        EventNumbers numbers = new EventNumbers(3, 2);

        assertThat(numbers.event(0, 0)).isZero();
        assertThat(numbers.event(0, 1)).isEqualTo(1);
        assertThat(numbers.event(1, 0)).isEqualTo(2);
        assertThat(numbers.event(2, 1)).isEqualTo(5);
        assertThat(numbers.event(0, 2)).isEqualTo(6);
    }

    @Test
    void anEventKnowsItsSequenceAndNumber() {
        EventNumbers numbers = new EventNumbers(7, 3);
        for (long event = 0; event < 500; event++) {
            assertThat(numbers.event(numbers.sequence(event), numbers.number(event)))
                    .isEqualTo(event);
        }
    }
}
