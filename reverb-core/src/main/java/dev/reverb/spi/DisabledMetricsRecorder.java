package dev.reverb.spi;

/** Counts nothing. */
enum DisabledMetricsRecorder implements MetricsRecorder {
    INSTANCE
}
