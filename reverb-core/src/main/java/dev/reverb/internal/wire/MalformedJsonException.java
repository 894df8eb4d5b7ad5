package dev.reverb.internal.wire;

/** The bytes are not the JSON that was expected. Carries no part of them. */
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedJsonException(String message) {
        super(message, null, false, false);
    }
}
