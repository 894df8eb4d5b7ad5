package dev.reverb.interception;

import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.MalformedJsonException;
import java.util.Objects;

/** What an {@link Interceptor} has decided about a client event. Immutable. There may be further kinds in a later version. */
public sealed interface ClientEventDecision {

    /** The message of {@link #refuse()}. */
    String DEFAULT_MESSAGE = "The client event was refused";

    /**
     * Passes the event on as it is.
     *
     * @return the decision
     */
    static ClientEventDecision accept() {
        return Accepted.INSTANCE;
    }

    /**
     * Passes the event on with other data. Interceptors that are asked later see this data. It must fit into the message in the
     * place of the former: what is then longer than the application's {@code max_message_size} is a failure of the interceptor, and
     * the event refused.
     *
     * @param data any one JSON value, as text
     * @return the decision
     * @throws IllegalArgumentException where it is not exactly one JSON value
     */
    static ClientEventDecision acceptWith(String data) {
        return new Changed(data);
    }

    /**
     * Has the event vanish: nobody gets it, and its sender is not told.
     *
     * @return the decision
     */
    static ClientEventDecision drop() {
        return Dropped.INSTANCE;
    }

    /**
     * Refuses the event, with {@code The client event was refused}.
     *
     * @return the decision
     */
    static ClientEventDecision refuse() {
        return refuse(DEFAULT_MESSAGE);
    }

    /**
     * Refuses the event: nobody gets it, and its sender is told {@code pusher:error} 4301. The connection stays.
     *
     * @param message the error's message
     * @return the decision
     */
    static ClientEventDecision refuse(String message) {
        return new Refused(message);
    }

    /** The event goes on as it is. */
    record Accepted() implements ClientEventDecision {

        private static final Accepted INSTANCE = new Accepted();
    }

    /**
     * The event goes on with other data.
     *
     * @param data JSON, as text; kept without white space around it
     */
    record Changed(String data) implements ClientEventDecision {

        /**
         * Checks the data.
         *
         * @throws IllegalArgumentException where it is not exactly one JSON value
         */
        public Changed {
            try {
                JsonReader.readValue(data);
            } catch (MalformedJsonException malformed) {
                throw new IllegalArgumentException(
                        "The data of a client event is one JSON value; this is not", malformed);
            }
            // What JSON allows around a value would go on to listeners and webhooks.
            data = data.strip();
        }

        /** Without the data, which is between clients. */
        @Override
        public String toString() {
            return "Changed[" + data.length() + " characters]";
        }
    }

    /** The event vanishes. */
    record Dropped() implements ClientEventDecision {

        private static final Dropped INSTANCE = new Dropped();
    }

    /**
     * The event is refused.
     *
     * @param message of the error
     */
    record Refused(String message) implements ClientEventDecision {

        /** Checks that there is one. */
        public Refused {
            Objects.requireNonNull(message, "message");
        }
    }
}
