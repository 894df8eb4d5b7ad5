package dev.reverb.spring.boot;

import java.util.function.Supplier;
import org.springframework.util.StringUtils;

/**
 * Tells what a builder refuses as the property that it came from.
 *
 * @param prefix what the names of the properties begin with, such as {@code reverb.scaling.}
 */
record Judge(String prefix) {

    /**
     * Has a builder take a value.
     *
     * @param name the property, without the prefix
     * @param made what may refuse it
     * @throws InvalidSettingException where it does
     */
    <T> T judged(String name, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException refused) {
            throw invalid(name, StringUtils.uncapitalize(String.valueOf(refused.getMessage())));
        }
    }

    /** What to throw where a value does not do. */
    InvalidSettingException invalid(String name, String problem) {
        return new InvalidSettingException(
                prefix + name + ": " + problem + ".", "Change the value of " + prefix + name + ".");
    }
}
