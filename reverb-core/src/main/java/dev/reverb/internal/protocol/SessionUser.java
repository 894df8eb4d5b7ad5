package dev.reverb.internal.protocol;

/** What a session knows of its user, where there is anything to know. */
sealed interface SessionUser permits SessionUser.Awaited, SignedInUser {

    /**
     * The application requires one, and there is none yet.
     *
     * @param deadline until when there must be, in seconds of the lane
     */
    record Awaited(int deadline) implements SessionUser {}
}
