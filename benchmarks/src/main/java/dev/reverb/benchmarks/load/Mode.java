package dev.reverb.benchmarks.load;

import java.util.Locale;

/** What the load is. */
enum Mode {
    IDLE,
    FANOUT,
    RATE,
    MANY,
    WHISPER,
    HTTP,
    CHURN;

    /** Whether events are published, and their copies awaited. */
    boolean hasEvents() {
        return this == FANOUT || this == RATE || this == MANY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
