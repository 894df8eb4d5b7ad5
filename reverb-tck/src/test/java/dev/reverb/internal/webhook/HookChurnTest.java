package dev.reverb.internal.webhook;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After each 500 of 10 000 joins, leaves and ends, what hooks were told, replayed, is the state. With {@code -Dreverb.seed=N} one run again. */
class HookChurnTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatHooksWereToldReplayedIsTheState(int lanes) {
        long seed = Long.getLong("reverb.seed", lanes);
        try {
            new HookChurn(seed, lanes).run();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("-Dreverb.seed=" + seed + ", " + lanes + " lanes: " + failed.getMessage(), failed);
        }
    }
}
