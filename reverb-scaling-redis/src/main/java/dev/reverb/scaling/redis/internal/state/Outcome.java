package dev.reverb.scaling.redis.internal.state;

/** What a script says of a change. */
public enum Outcome {
    /** It is so now, whether it was before or not. */
    DONE,
    /** The user would be one too many; nothing was changed. */
    FULL,
    /** The node was given up for dead, and must come back as another; nothing was changed. */
    FENCED;

    static Outcome of(Object code) {
        return values()[Math.toIntExact((Long) code)];
    }
}
