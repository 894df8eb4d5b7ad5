package dev.reverb.engine.random;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When the phases of a run began. Time stands still within a phase. */
final class Phases {

    private final Duration cacheTtl;
    private final List<Duration> begins = new ArrayList<>(List.of(Duration.ZERO));

    /**
     * @param cacheTtl for how long a channel keeps its event
     */
    Phases(Duration cacheTtl) {
        this.cacheTtl = cacheTtl;
    }

    int current() {
        return begins.size() - 1;
    }

    void next(Duration later) {
        begins.add(begins.get(current()).plus(later));
    }

    /** Whether an event that was published in one phase is still kept in another. */
    boolean isKept(int published, int asked) {
        return begins.get(asked).minus(begins.get(published)).compareTo(cacheTtl) < 0;
    }
}
