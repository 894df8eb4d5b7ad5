package dev.reverb.benchmarks.load;

import java.util.Locale;

/** What can go wrong. */
enum Failure {
    CONNECT,
    HANDSHAKE,
    CLOSED,
    ERROR_EVENT,
    PROTOCOL,
    PAYLOAD,
    HTTP,
    TIMEOUT;

    /** The name of its figure. */
    String figure() {
        return "failed_" + name().toLowerCase(Locale.ROOT);
    }
}
