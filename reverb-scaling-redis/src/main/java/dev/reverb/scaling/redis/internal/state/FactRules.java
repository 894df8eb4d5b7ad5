package dev.reverb.scaling.redis.internal.state;

import dev.reverb.application.Application;

/**
 * What a change tells of itself to webhooks and cluster-wide listeners. Channels of users ({@code #server-to-user-…}) tell nothing.
 *
 * @param mode whether it does
 * @param counts whether a number of subscriptions is a fact: that of a channel with at most 100 after each change, that of a larger one once a
 *     second at most, and the last one always
 * @param graceMillis how long what ends waits for its opposite, in milliseconds, zero or more
 */
public record FactRules(Mode mode, boolean counts, long graceMillis) {

    /** Whether a change is a fact. */
    public enum Mode {
        /** Nobody wants to know. */
        SILENT,
        /** It is told. */
        TOLD,
        /** What Redis had lost is put back: it was told before. What ends and waits for its opposite is told no more. */
        PUT_BACK
    }

    /** Nothing is told. */
    public static final FactRules NONE = new FactRules(Mode.SILENT, false, 0);

    /** Nothing is told, since all was before. */
    public static final FactRules PUT_BACK = new FactRules(Mode.PUT_BACK, false, 0);

    /**
     * Checks the grace time.
     *
     * @throws IllegalArgumentException where it is negative
     */
    public FactRules {
        if (graceMillis < 0) {
            throw new IllegalArgumentException("The grace time must not be negative: " + graceMillis);
        }
    }

    /**
     * What is to be told of an application: everything, where it has webhooks.
     *
     * @param listening whether who comes and goes is told in any case
     */
    public static FactRules of(Application application, boolean listening) {
        boolean hooked = !application.webhooks().isEmpty();
        return hooked || listening
                ? new FactRules(
                        Mode.TOLD,
                        hooked && application.hasSubscriptionCountEvents(),
                        application.webhookGraceTime().toMillis())
                : NONE;
    }
}
