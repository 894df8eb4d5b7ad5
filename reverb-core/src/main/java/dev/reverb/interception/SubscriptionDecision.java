package dev.reverb.interception;

import java.util.Objects;

/** What an {@link Interceptor} has decided about a subscription. Immutable. There may be further kinds in a later version. */
public sealed interface SubscriptionDecision {

    /** The status of {@link #refuse()}: {@value}. */
    int DEFAULT_STATUS = 403;

    /** The error of {@link #refuse()}. */
    String DEFAULT_ERROR = "The subscription was refused";

    /**
     * Lets the client subscribe, as far as this interceptor is concerned.
     *
     * @return the decision
     */
    static SubscriptionDecision accept() {
        return Accepted.INSTANCE;
    }

    /**
     * Refuses the subscription with {@value #DEFAULT_STATUS}, {@code The subscription was refused}.
     *
     * @return the decision
     */
    static SubscriptionDecision refuse() {
        return refuse(DEFAULT_STATUS, DEFAULT_ERROR);
    }

    /**
     * Refuses the subscription: the client is told {@code pusher:subscription_error} on the channel, of type {@code AuthError}, for
     * which Echo calls {@code .error()}. The connection stays. pusher-js asks for the channel again when it has reconnected.
     *
     * @param status a status of HTTP as in an answer to a request for authorization, 400 to 599
     * @param error what is wrong, for developers
     * @return the decision
     * @throws IllegalArgumentException for another status
     */
    static SubscriptionDecision refuse(int status, String error) {
        return new Refused(status, error);
    }

    /** The client may subscribe. */
    record Accepted() implements SubscriptionDecision {

        private static final Accepted INSTANCE = new Accepted();
    }

    /**
     * The subscription is refused.
     *
     * @param status of the error
     * @param error of the error
     */
    record Refused(int status, String error) implements SubscriptionDecision {

        /**
         * Checks both.
         *
         * @throws IllegalArgumentException as {@link #refuse(int, String)} says
         */
        public Refused {
            Objects.requireNonNull(error, "error");
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException(
                        "A subscription is refused with a status from 400 to 599, not " + status);
            }
        }
    }
}
