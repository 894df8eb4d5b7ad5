package dev.reverb.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.benchmarks.scaling.Settling.Measured;
import dev.reverb.benchmarks.scaling.Settling.Span;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Span WHOLE = new Span(4, 6);

    private final Deque<Double> costs = new ArrayDeque<>();
    private final List<Span> runs = new ArrayList<>();

    /** A publish that costs so many microseconds each time; the last one for ever. */
    private Measured measure(double longest, double... micros) throws IOException, InterruptedException {
        for (double cost : micros) {
            costs.add(cost);
        }
        return new Settling(WHOLE, longest).measure(Operation.PUBLISH, span -> {
            runs.add(span);
            double cost = costs.size() > 1 ? costs.remove() : costs.element();
            return Map.of("events", 1.0, "server_cpu_s", cost / 1e6);
        });
    }

    @Test
    void aLoadIsRepeatedUntilTwoTimesInARowCostAboutTheSame() throws Exception {
        Measured measured = measure(3_600, 1_200, 800, 700, 670, 660);

        assertThat(runs).hasSize(5).endsWith(WHOLE);
        assertThat(runs.get(3)).isNotEqualTo(WHOLE);
        assertThat(measured.cost().allServers()).isEqualTo(660);
        assertThat(measured.remark()).isEmpty();
    }

    @Test
    void oneThatDoesNotSettleIsMeasuredAllTheSameAndSaysSo() throws Exception {
        Measured measured = measure(1e-9, 1_200, 800, 700);

        assertThat(runs).hasSize(3).endsWith(WHOLE);
        assertThat(measured.remark()).contains("had not settled").contains("1 200, then 800 µs");
        assertThat(measured.remark("9 joins/s")).startsWith("9 joins/s; had not");
    }

    @Test
    void itNeedNotBeRepeated() throws Exception {
        assertThat(measure(0, 1_200).remark()).isEmpty();
        assertThat(runs).containsExactly(WHOLE);
    }

    @Test
    void closeIsATwentieth() {
        assertThat(Settling.isClose(100, 95)).isTrue();
        assertThat(Settling.isClose(100, 105)).isTrue();
        assertThat(Settling.isClose(100, 94)).isFalse();
        assertThat(Settling.isClose(100, Double.NaN)).isFalse();
    }
}
