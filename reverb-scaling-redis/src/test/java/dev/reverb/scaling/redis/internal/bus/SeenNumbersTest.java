package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenNumbersTest {

    private final SeenNumbers seen = new SeenNumbers();

    @Test
    void takesEachNumberOnce() {
        assertThat(seen.isNew("a", 5)).isTrue();
        assertThat(seen.isNew("a", 7)).isTrue();
        assertThat(seen.isNew("a", 5)).isFalse();
        assertThat(seen.isNew("a", 7)).isFalse();
        assertThat(seen.isNew("a", 8)).isTrue();
    }

    @Test
    void tellsSendersApart() {
        assertThat(seen.isNew("a", 5)).isTrue();
        assertThat(seen.isNew("b", 5)).isTrue();
        assertThat(seen.isNew("b", 4)).isFalse();
    }

    @Test
    void remembersSomeSendersAndForgetsTheFirstForTheNext() {
        for (int sender = 0; sender < SeenNumbers.MAX_SENDERS; sender++) {
            seen.isNew("sender " + sender, 1);
        }
        assertThat(seen.highest()).hasSize(SeenNumbers.MAX_SENDERS).containsKey("sender 0");

        seen.isNew("one more", 1);

        assertThat(seen.highest()).hasSize(SeenNumbers.MAX_SENDERS).doesNotContainKey("sender 0");
    }
}
