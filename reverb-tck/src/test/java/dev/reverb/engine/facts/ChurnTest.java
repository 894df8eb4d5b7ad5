package dev.reverb.engine.facts;

import dev.reverb.tck.Framing;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What channels have told, replayed, is the state that the server has, after each thousand of 10 000 joins, leaves, client events
 * and ends. With {@code -Dreverb.seed=N} one run again.
 */
class ChurnTest {

    static Stream<Arguments> servers() {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(lanes -> Stream.of(Framing.values()).map(framing -> Arguments.of(lanes, framing)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theFactsReplayedAreTheState(int lanes, Framing framing) {
        long seed = Long.getLong("reverb.seed", 10L * lanes + framing.ordinal());
        try {
            new Churn(seed, lanes, framing).run();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(
                    "-Dreverb.seed=" + seed + ", " + lanes + " lanes, " + framing + ": " + failed.getMessage(), failed);
        }
    }
}
