package dev.reverb.engine.facts;

import dev.reverb.tck.Framing;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a listener was told, replayed, is the state that the server has, at twenty moments amid 10 000 joins, leaves, publishes, client
 * events and ends. With {@code -Dreverb.seed=N} one run again.
 */
class ListenerChurnTest {

    static Stream<Arguments> servers() {
        return Stream.of(1, 3)
                .flatMap(lanes -> Stream.of(Framing.values()).map(framing -> Arguments.of(lanes, framing)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatListenersWereToldReplayedIsTheState(int lanes, Framing framing) {
        long seed = Long.getLong("reverb.seed", 100L * lanes + framing.ordinal());
        System.out.println("ListenerChurn: -Dreverb.seed=" + seed + ", " + lanes + " lanes, " + framing);
        try {
            new ListenerChurn(seed, lanes, framing).run();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(
                    "-Dreverb.seed=" + seed + ", " + lanes + " lanes, " + framing + ": " + failed.getMessage(), failed);
        }
    }
}
