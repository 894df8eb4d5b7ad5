package dev.reverb.benchmarks;

/** What the load generator does, and the figure that is looked at. */
enum Load {
    FANOUT("fan-out to 1 000, µs per delivery", "server_us_per_delivery", "fanout", "--conns", "1000"),
    FANOUT_WINDOW(
            "the same, 8 events outstanding", "server_us_per_delivery", "fanout", "--conns", "1000", "--window", "8"),
    WHISPER("client event, µs per message", "server_us_per_message", "whisper", "--conns", "200"),
    HTTP("publish to nobody, µs per request", "server_us_per_request", "http", "--http-conns", "8"),
    CHURN("connect, subscribe, close, µs", "server_us_per_cycle", "churn", "--conns", "1000");

    private final String title;
    private final String figure;
    private final String[] arguments;

    Load(String title, String figure, String... arguments) {
        this.title = title;
        this.figure = figure;
        this.arguments = arguments;
    }

    String title() {
        return title;
    }

    /** The name of the figure in the load generator's JSON. */
    String figure() {
        return figure;
    }

    String[] arguments() {
        return arguments.clone();
    }
}
