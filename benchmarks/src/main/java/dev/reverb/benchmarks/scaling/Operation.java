package dev.reverb.benchmarks.scaling;

/** What a load consists of: the figures of the load generator that say how many there were, and how long one took. */
enum Operation {
    PUBLISH("publish", "events", "latency"),
    REQUEST("publish", "requests", "latency"),
    MESSAGE("message", "messages", "round_trip"),
    JOIN("join and leave", "cycles", "subscribe"),
    SECOND("second", "elapsed_s", "latency");

    private final String label;
    private final String count;
    private final String latency;

    Operation(String label, String count, String latency) {
        this.label = label;
        this.count = count;
        this.latency = latency;
    }

    /** The figure with the number of operations. */
    String count() {
        return count;
    }

    /** How the figures of their latency begin. */
    String latency() {
        return latency;
    }

    @Override
    public String toString() {
        return label;
    }
}
