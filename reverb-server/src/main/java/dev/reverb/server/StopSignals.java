package dev.reverb.server;

/** What tells a running server to stop, or to read its files again. */
@FunctionalInterface
interface StopSignals {

    /**
     * Begins to listen.
     *
     * @param stop begins to stop the server; does not block, and may be called again
     * @param stopAndWait the same, and returns when it has stopped
     */
    void install(Runnable stop, Runnable stopAndWait);

    /**
     * Begins to listen for what says that the files have changed, where there is such a thing; it stops the server then no more.
     *
     * @param reload reads the files; may be called again
     */
    default void onReload(Runnable reload) {}
}
