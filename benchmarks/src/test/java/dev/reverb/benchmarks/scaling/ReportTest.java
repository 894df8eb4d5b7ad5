package dev.reverb.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.benchmarks.scaling.Report.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Report report = new Report();

    private static Cost cost(Operation operation, double... servers) {
        List<Double> each = Arrays.stream(servers).boxed().toList();
        return new Cost(operation, each, 10, 8, 266, 534, Map.of("publish", 1.0, "evalsha", 2.5, "ping", 0.01), 1, 2);
    }

    private Row add(String base, int nodes, Cost cost) {
        Row row = new Row(base, base + " load", nodes, cost, "");
        report.add(row);
        return row;
    }

    @Test
    void aRowComparesWithThatOnOneNodeOfTheSameKind() {
        Row none = add("publish", 0, cost(Operation.PUBLISH, 50));
        add("other", 1, cost(Operation.PUBLISH, 7));
        add("publish", 1, cost(Operation.SECOND, 1));
        Row one = add("publish", 1, cost(Operation.PUBLISH, 100));
        Row two = add("publish", 2, cost(Operation.PUBLISH, 90, 60));

        assertThat(report.ratio(none)).hasValue(0.5);
        assertThat(report.ratio(one)).hasValue(1);
        assertThat(report.ratio(two)).hasValue(1.5);
    }

    @Test
    void withoutOneNodeThereIsNoRatio() {
        assertThat(report.ratio(add("publish", 2, cost(Operation.PUBLISH, 90, 60))))
                .isEmpty();
    }

    @Test
    void rareCommandsAreCountedButNotNamed() {
        add("publish", 2, cost(Operation.PUBLISH, 90, 60));

        assertThat(report.markdown(Map.of("JDK", "25")))
                .startsWith("| load | nodes | per | servers, µs | to one node |")
                .contains("\n| publish load | 2 | publish | 150 |  | 15.0 | 90.0 / 60.0 | 8.00"
                        + " | 3.51 (evalsha 2.50, publish 1.00) | 266 | 534 | 1.00 | 2.00 |  |\n")
                .endsWith("\n\n- JDK: 25\n");
    }

    @Test
    void aServerWithoutScalingHasNoRedis() {
        Map<String, Double> figures = Map.of("elapsed_s", 2.0, "server_cpu_s", 0.002, "latency_p50_us", 0.0);
        add("publish", 0, Cost.of(Operation.SECOND, figures));

        assertThat(report.markdown(Map.of()))
                .contains("| publish load | no scaling | second | 1 000 |  |  | 1 000 |  |  |  |  |  |  |  |");
    }
}
