package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PendingCountTest {

    private final PendingCount count = new PendingCount();

    @Test
    void takesTheLast() {
        count.set(1);
        count.set(2);
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

        assertThat(count.take()).containsExactly(2, 0, 4);
    }

    @Test
    void doesNotHideWhatIsBetweenTwoZeros() {
        count.set(0);
        count.set(1);
        count.set(0);

        assertThat(count.take()).containsExactly(0, 1, 0);
    }

    @Test
    void beginsAnewAfterItWasTaken() {
        count.set(0);
        count.take();
        count.set(1);

        assertThat(count.take()).containsExactly(1);
    }
}
