package dev.reverb.engine.random;

import dev.reverb.tck.Framing;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random joins, leaves, sign-ins, whispers, publishes and slow readers on lanes that run in random order. After each run what every
 * client was told is laid over what happened. With {@code -Dreverb.long=true} thousands of runs, in a minute or two; with {@code
 * -Dreverb.seed=N} one again.
 */
@Timeout(3_600)
class RandomInterleavingTest {

    private static final int RUNS = Boolean.getBoolean("reverb.long") ? 500 : 8;

    static Stream<Arguments> servers() {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(lanes -> Stream.of(Framing.values()).map(framing -> Arguments.of(lanes, framing)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void everybodyIsToldWhatHappenedInOneOrder(int lanes, Framing framing) {
        Long only = Long.getLong("reverb.seed");
        for (long seed = only == null ? 0 : only; only == null ? seed < RUNS : seed <= only; seed++) {
            try {
                new RandomRun(seed, lanes, framing).run();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(
                        "-Dreverb.seed=" + seed + ", " + lanes + " lanes, " + framing + ": " + failed.getMessage(),
                        failed);
            }
        }
    }
}
