package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisUsageTest {

    private static final String INFO = "# CPU\r\nused_cpu_sys:1.250000\r\nused_cpu_user:0.500000\r\n"
            + "used_cpu_sys_children:9.000000\r\n\r\n# Stats\r\ntotal_net_input_bytes:1000\r\n"
            + "total_net_output_bytes:2000\r\n\r\n# Commandstats\r\n"
            + "cmdstat_publish:calls=41,usec=82,usec_per_call=2.00,rejected_calls=0,failed_calls=0\r\n"
            + "cmdstat_client|setinfo:calls=2,usec=2,usec_per_call=1.00,rejected_calls=0,failed_calls=0\r\n"
            + "cmdstat_info:calls=7,usec=700,usec_per_call=100.00,rejected_calls=0,failed_calls=0\r\n";

    @Test
    void readsWhatRedisSays() {
        assertThat(RedisUsage.parse(INFO))
                .isEqualTo(new RedisUsage(1.75, 1_000, 2_000, Map.of("publish", 41L, "client|setinfo", 2L)));
    }

    @Test
    void whatItsAskerHasCausedIsLeftOut() {
        RedisUsage usage = RedisUsage.parse(INFO).without(30, 1_500);

        assertThat(usage.in()).isEqualTo(970);
        assertThat(usage.out()).isEqualTo(500);
    }

    @Test
    void figuresAreDifferences() {
        RedisUsage before = RedisUsage.parse(INFO);
        RedisUsage after = new RedisUsage(2, 1_100, 2_700, Map.of("publish", 50L, "client|setinfo", 2L, "a|b", 3L));
        Figures figures = new Figures(Mode.RATE);

        after.report(figures, before);

        assertThat(figures.get("redis_cpu_s")).isEqualTo(0.25);
        assertThat(figures.get("redis_in_bytes")).isEqualTo(100);
        assertThat(figures.get("redis_out_bytes")).isEqualTo(700);
        assertThat(figures.get("redis_commands")).isEqualTo(12);
        assertThat(figures.get("redis_calls_publish")).isEqualTo(9);
        assertThat(figures.get("redis_calls_a_b")).isEqualTo(3);
        assertThatThrownBy(() -> figures.get("redis_calls_client_setinfo"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
