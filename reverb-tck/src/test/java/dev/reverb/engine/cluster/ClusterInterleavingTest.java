package dev.reverb.engine.cluster;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens in whatever order on three servers, all clients see one order of events, and the same members and users. */
class ClusterInterleavingTest {

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allServersAgree(long seed) {
        try (ClusterRun run = new ClusterRun(seed, false)) {
            run.run();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allServersAgreeAgainWhenTheBackEndWasAway(long seed) {
        try (ClusterRun run = new ClusterRun(1_000 + seed, true)) {
            run.run();
        }
    }
}
