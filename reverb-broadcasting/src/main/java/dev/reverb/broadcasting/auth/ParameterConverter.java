package dev.reverb.broadcasting.auth;

/**
 * Reads the part of a channel's name that a wildcard stands for as a value of some type; see {@link Channels#converter}. Safe
 * for any thread, and does not block.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface ParameterConverter<T> {

    /**
     * Reads a value.
     *
     * @param text one character or more of {@code A-Za-z0-9_-=@,;}
     * @return the value
     * @throws IllegalArgumentException where the text is no such value: there is no such channel, which is answered 403
     */
    T convert(String text);
}
