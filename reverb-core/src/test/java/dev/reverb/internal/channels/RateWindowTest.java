package dev.reverb.internal.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateWindowTest {

    private final AtomicLong nanos = new AtomicLong();
    private final RateWindow window = new RateWindow(new Ticker() {
        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public long currentTimeMillis() {
            return 0;
        }
    });

    @Test
    void eachSecondHasItsOwnCount() {
        for (long second = 0; second < 3; second++) {
            nanos.set(second * 1_000_000_000L);
            assertThat(window.tryAcquire(2, 3)).isTrue();
            nanos.addAndGet(999_999_999L);
            assertThat(window.tryAcquire(2, 3)).isFalse();
            assertThat(window.tryAcquire(1, 3)).isTrue();
            assertThat(window.tryAcquire(1, 3)).isFalse();
        }
    }

    @Test
    void whatDoesNotFitIsNotCounted() {
        assertThat(window.tryAcquire(4, 3)).isFalse();
        assertThat(window.tryAcquire(3, 3)).isTrue();
    }

    @Test
    void withoutALimitNothingIsCounted() {
        assertThat(window.tryAcquire(Integer.MAX_VALUE, Application.UNLIMITED)).isTrue();
        assertThat(window.tryAcquire(Integer.MAX_VALUE, Application.UNLIMITED)).isTrue();
        assertThat(window.tryAcquire(1, 1)).isTrue();
    }

    @Test
    void countsDoNotOverflow() {
        int large = Application.UNLIMITED - 1;
        assertThat(window.tryAcquire(large, large)).isTrue();
        assertThat(window.tryAcquire(large, large)).isFalse();
        assertThat(window.tryAcquire(1, large)).isFalse();
    }

    @Test
    void threadsTogetherGetNoMore() throws InterruptedException {
        AtomicInteger acquired = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> {
                for (int j = 0; j < 10_000; j++) {
                    acquired.addAndGet(window.tryAcquire(1, 1_000) ? 1 : 0);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(acquired).hasValue(1_000);
    }
}
