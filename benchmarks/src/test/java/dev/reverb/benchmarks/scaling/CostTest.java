package dev.reverb.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {

    private static final Map<String, Double> FIGURES = Map.ofEntries(
            Map.entry("events", 200.0),
            Map.entry("deliveries", 1_000.0),
            Map.entry("server_cpu_s", 0.1),
            Map.entry("server1_cpu_s", 0.06),
            Map.entry("server2_cpu_s", 0.04),
            Map.entry("redis_cpu_s", 0.002),
            Map.entry("redis_in_bytes", 20_000.0),
            Map.entry("redis_out_bytes", 50_000.0),
            Map.entry("redis_commands", 210.0),
            Map.entry("redis_calls_publish", 200.0),
            Map.entry("redis_calls_ping", 10.0),
            Map.entry("latency_p50_us", 250.0),
            Map.entry("latency_p99_us", 4_000.0),
            Map.entry("elapsed_s", 2.0));

    @Test
    void allIsDividedByTheNumberOfOperations() {
        Cost cost = Cost.of(Operation.PUBLISH, FIGURES);

        assertThat(cost.servers()).containsExactly(300.0, 200.0);
        assertThat(cost.allServers()).isEqualTo(500);
        assertThat(cost.deliveries()).isEqualTo(5);
        assertThat(cost.perDelivery()).isEqualTo(100);
        assertThat(cost.redis()).isEqualTo(10);
        assertThat(cost.redisIn()).isEqualTo(100);
        assertThat(cost.redisOut()).isEqualTo(250);
        assertThat(cost.commands()).isEqualTo(Map.of("publish", 1.0, "ping", 0.05));
        assertThat(cost.allCommands()).isEqualTo(1.05);
        assertThat(cost.p50()).isEqualTo(0.25);
        assertThat(cost.p99()).isEqualTo(4);
    }

    @Test
    void withoutTrafficAnOperationIsASecond() {
        Cost cost = Cost.of(Operation.SECOND, FIGURES);

        assertThat(cost.allServers()).isEqualTo(50_000);
        assertThat(cost.commands()).containsEntry("ping", 5.0);
    }

    @Test
    void aSingleServerIsAll() {
        Map<String, Double> single = new HashMap<>(FIGURES);
        single.keySet().removeIf(name -> name.startsWith("server1") || name.startsWith("server2"));

        assertThat(Cost.of(Operation.PUBLISH, single).servers()).containsExactly(500.0);
    }

    @Test
    void whatIsNotKnownIsNotANumber() {
        Cost cost = Cost.of(Operation.REQUEST, Map.of("requests", 10.0, "server_cpu_s", 1.0));

        assertThat(cost.redis()).isNaN();
        assertThat(cost.allCommands()).isNaN();
        assertThat(cost.perDelivery()).isNaN();
        assertThat(cost.p99()).isNaN();
    }
}
