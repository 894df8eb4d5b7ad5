package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private final Figures figures = new Figures(Mode.FANOUT);

    @Test
    void aFigureHasItsDecimalsAndWhatCouldNotBeHadIsNull() {
        figures.add("a_us", 1.26, 1, "us");
        figures.count("n", 3);
        figures.add("server_us", Double.NaN, 3, "us");

        assertThat(figures.json()).isEqualTo("{\"mode\":\"fanout\",\"a_us\":1.3,\"n\":3,\"server_us\":null}");
        assertThat(figures.table()).contains("mode").contains("1.3 us").contains("n/a us");
        assertThatThrownBy(() -> figures.get("b")).hasMessageContaining("no figure b");
    }

    @Test
    void percentilesAreWithinATenthOfAPercent() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 1_000; i++) {
            latencies.add(i * 1_000_000L);
        }
        latencies.report(figures, "latency");

        assertThat(latencies.count()).isEqualTo(1_000);
        assertThat(figures.get("latency_p50_us")).isCloseTo(500_000, within(500.0));
        assertThat(figures.get("latency_p99_us")).isCloseTo(990_000, within(990.0));
        assertThat(figures.get("latency_p999_us")).isCloseTo(999_000, within(999.0));
        assertThat(figures.get("latency_max_us")).isCloseTo(1_000_000, within(1_000.0));
        assertThat(figures.get("latency_mean_us")).isCloseTo(500_500, within(501.0));
    }

    @Test
    void impossibleLatenciesDoNotBreakTheRun() {
        Latencies latencies = new Latencies();
        latencies.add(-5);
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.count()).isEqualTo(2);
        latencies.clear();
        assertThat(latencies.count()).isZero();
    }

    @Test
    void theFirstFailuresAreToldAndAllAreCounted() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Failures failures = new Failures(new PrintStream(log, true));
        for (int i = 0; i < 15; i++) {
            failures.add(Failure.PAYLOAD, "number " + i);
        }
        failures.report(figures);

        assertThat(log.toString().lines()).hasSize(11).last().isEqualTo("load: further failures are only counted");
        assertThat(figures.get("failed_payload")).isEqualTo(15);
        assertThat(figures.get("failed_error_event")).isZero();
        assertThat(failures.all()).isEqualTo(15);
    }
}
