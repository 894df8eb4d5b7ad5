package dev.reverb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private final Results results = new Results(Map.of("JDK", "25"), List.of("jetty", "undertow"));

    @Test
    void aLineForEachFigureAndAColumnForEachTransport() {
        results.add("fan-out", "jetty", 4.444, Double.NaN);
        results.add("fan-out", "undertow", 12345.6, Double.NaN);
        results.add("heap", "undertow", 99.94, Double.NaN);

        assertThat(results.markdown())
                .isEqualTo("| | jetty | undertow |\n| --- | ---: | ---: |\n| fan-out | 4.44 | 12 346 |\n"
                        + "| heap | failed | 99.9 |\n| JDK | 25 | |\n");
    }

    @Test
    void theLimitIsTheMedianOfItsRunsAndRatiosAreOfTheSameRun() {
        results.add("fan-out", "jetty", 4, 2);
        results.add("fan-out", "undertow", 3, 4);
        results.add("heap", "jetty", 7, Double.NaN);

        assertThat(results.markdown())
                .startsWith("| | limit | jetty | undertow |\n| --- | ---: | ---: | ---: |\n"
                        + "| fan-out | 4.00 | 4.00 (2.00) | 3.00 (0.75) |\n| heap |  | 7.00 | failed |\n")
                .endsWith("| JDK | 25 | | |\n");
    }

    @Test
    void jsonHasTheSame() {
        results.add("fan-out", "jetty", 4.5, 2);
        results.add("heap", "jetty", 7, Double.NaN);

        assertThat(results.json())
                .isEqualTo("{\"environment\":{\"JDK\":\"25\"},\"figures\":["
                        + "{\"figure\":\"fan-out\",\"transport\":\"jetty\",\"value\":4.5,\"limit\":2.0},"
                        + "{\"figure\":\"heap\",\"transport\":\"jetty\",\"value\":7.0}]}\n");
    }

    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertThat(LoadMeasurement.median(3, 1, 2)).isEqualTo(2);
    }

    @Test
    void aGeneratorsFiguresAreTheNumbersOfAnObject() {
        assertThat(Generator.figures("{\"mode\":\"idle\",\"conns\":12,\"p50\":1.50,\"down\":-1,\"x\":null}"))
                .isEqualTo(Map.of("conns", 12.0, "p50", 1.5, "down", -1.0));
    }
}
