package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingCountTest {

    private final PendingCount count = new PendingCount();

    @Test
    void takesTheLast() {
        assertThat(count.set(1)).isTrue();
        assertThat(count.set(2)).isFalse();
        count.set(3);

        assertThat(count.take()).containsExactly(3);
        assertThat(count.take()).isEmpty();
    }

    @Test
    void doesNotHideAZeroBetweenTwoOthers() {
        count.set(2);
        count.set(0);
        count.set(1);
        count.set(4);

        assertThat(count.take()).containsExactly(0, 4);
    }

    @Test
    void hidesWhatIsBetweenTwoZeros() {
        count.set(0);
        count.set(1);
        count.set(0);

        assertThat(count.take()).containsExactly(0);
    }

    @Test
    void beginsAnewAfterItWasTaken() {
        count.set(0);
        count.take();
        assertThat(count.set(1)).isTrue();

        assertThat(count.take()).containsExactly(1);
    }
}
