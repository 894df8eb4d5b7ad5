package dev.reverb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void aRowForEachLoadAndAColumnForEachTransport() {
        Table table = new Table();
        table.add("undertow", figures(2.0, 2.5), new double[] {2_100, 2_345.6});
        table.add("jetty", figures(4.0, 12.0), new double[] {1_500, 1_600});

        assertThat(table.toString())
                .startsWith("| CPU | limit | jetty | undertow |\n| --- | --- | --- | --- |\n"
                        + "| fan-out to 1 000, µs per delivery | 4.00 | 12.0 (3.00) | 2.50 (1.25) |\n")
                .endsWith("| idle connection, bytes of live heap | 0 | 1,500 | 2,100 |\n"
                        + "| idle connection, resident bytes | 0 | 1,600 | 2,346 |\n");
    }

    private static Map<Load, double[]> figures(double limit, double server) {
        Map<Load, double[]> figures = new EnumMap<>(Load.class);
        for (Load load : Load.values()) {
            figures.put(load, new double[] {limit, server});
        }
        return figures;
    }

    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertThat(CompareTransports.median(new double[] {3, 1, 2})).isEqualTo(2);
    }

    @Test
    void figuresAreTheNumbersOfAnObject() {
        assertThat(Swarm.figures("{\"mode\":\"idle\",\"conns\":12,\"p50\":1.50,\"down\":-1}"))
                .isEqualTo(Map.of("conns", 12.0, "p50", 1.5, "down", -1.0));
    }
}
