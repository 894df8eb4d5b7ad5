package dev.reverb.interception;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.Optional;

/**
 * What an {@link Interceptor} has decided about a connection. Immutable, as long as what is attached is. There may be further kinds
 * in a later version.
 */
public sealed interface ConnectionDecision {

    /** The code of {@link #refuse()}: {@value}, by which pusher-js gives up. */
    int DEFAULT_CODE = 4009;

    /** The message of {@link #refuse()}. */
    String DEFAULT_MESSAGE = "Connection is unauthorized";

    /** The longest message, in bytes of UTF-8: {@value}, as it is the reason of a Close frame, too (RFC 6455 section 5.5). */
    int MAX_MESSAGE_BYTES = 123;

    /**
     * Lets the client in, as far as this interceptor is concerned.
     *
     * @return the decision
     */
    static ConnectionDecision accept() {
        return Accepted.PLAIN;
    }

    /**
     * Lets the client in, and remembers something about it, such as who a cookie said that it is, for as long as it is connected: all
     * interceptors find it by its type in what they are asked from then on. It stays on this server, and no client sees it.
     *
     * @param attachment anything, best of a type of your own, safe for any thread
     * @return the decision
     */
    static ConnectionDecision acceptWith(Object attachment) {
        return new Accepted(Optional.of(attachment));
    }

    /**
     * Refuses the client with {@value #DEFAULT_CODE}, {@code Connection is unauthorized}.
     *
     * @return the decision
     */
    static ConnectionDecision refuse() {
        return refuse(DEFAULT_CODE, DEFAULT_MESSAGE);
    }

    /**
     * Refuses the client: it is told a {@code pusher:error} and closed with the same code (Pusher Channels protocol, "Connection
     * closure"). The code says what clients do then: 4000 to 4099 give up, 4100 to 4199 come back after a pause, 4200 to 4299 come
     * back at once. 4000 itself is "use TLS".
     *
     * @param code 4000 to 4299
     * @param message the error's message and the reason of the Close frame, at most {@value #MAX_MESSAGE_BYTES} bytes of UTF-8
     * @return the decision
     * @throws IllegalArgumentException for another code, or a longer message
     */
    static ConnectionDecision refuse(int code, String message) {
        return new Refused(code, message);
    }

    /**
     * The client is let in.
     *
     * @param attachment what is remembered of it
     */
    record Accepted(Optional<Object> attachment) implements ConnectionDecision {

        private static final Accepted PLAIN = new Accepted(Optional.empty());

        /** Without what is attached, which may be a secret. */
        @Override
        public String toString() {
            return "Accepted";
        }
    }

    /**
     * The client is refused.
     *
     * @param code of the error and the Close frame
     * @param message of both
     */
    record Refused(int code, String message) implements ConnectionDecision {

        /**
         * Checks both.
         *
         * @throws IllegalArgumentException as {@link #refuse(int, String)} says
         */
        public Refused {
            Objects.requireNonNull(message, "message");
            if (code < 4000 || code > 4299) {
                throw new IllegalArgumentException(
                        "A connection is refused with a code from 4000 to 4299, not " + code);
            }
            if (message.getBytes(UTF_8).length > MAX_MESSAGE_BYTES) {
                throw new IllegalArgumentException("A connection is refused with at most " + MAX_MESSAGE_BYTES
                        + " bytes of message, not " + message.getBytes(UTF_8).length);
            }
        }
    }
}
