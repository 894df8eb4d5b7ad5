package dev.reverb.internal.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PerApplicationTest {

    private final PerApplication<Object> values = new PerApplication<>();
    private final AtomicInteger made = new AtomicInteger();

    private Object get(String appId) {
        return values.get(appId, id -> {
            made.incrementAndGet();
            return new Object();
        });
    }

    @Test
    void whoHasAValueSharesItWithAllOthers() {
        Object mine = get("a");
        collect();
        assertThat(get("a")).isSameAs(mine);
        assertThat(values.find("a")).isSameAs(mine);
        assertThat(values.find("b")).isNull();
        assertThat(values.all()).containsExactly(mine);
        Reference.reachabilityFence(mine);
    }

    @Test
    void whatNobodyHasIsForgotten() {
        for (int i = 0; i < 100; i++) {
            get("app-" + i);
        }
        Object kept = get("kept");
        while (values.size() > 1) {
            collect();
            values.tidy();
        }
        assertThat(values.find("app-1")).isNull();
        assertThat(values.find("kept")).isSameAs(kept);
        assertThat(get("app-1")).isNotNull();
        Reference.reachabilityFence(kept);
    }

    @Test
    void thoseWhoAskAtOnceGetTheSame() throws Exception {
        Object[] got = new Object[2];
        for (int round = 0; round < 1_000; round++) {
            String appId = "app-" + round;
            CyclicBarrier together = new CyclicBarrier(2);
            Thread other = new Thread(() -> got[1] = meet(together, appId));
            other.start();
            got[0] = meet(together, appId);
            other.join();
            assertThat(got[0]).isSameAs(got[1]);
            values.tidy();
        }
        assertThat(made).hasValue(1_000);
    }

    private Object meet(CyclicBarrier together, String appId) {
        try {
            together.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
        return get(appId);
    }

    private static void collect() {
        System.gc();
    }
}
