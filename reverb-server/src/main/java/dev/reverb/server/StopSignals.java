package dev.reverb.server;

/** What tells a running server to stop. */
@FunctionalInterface
interface StopSignals {

    /**
     * Begins to listen.
     *
     * @param stop begins to stop the server; does not block, and may be called again
     * @param stopAndWait the same, and returns when it has stopped
     */
    void install(Runnable stop, Runnable stopAndWait);
}
