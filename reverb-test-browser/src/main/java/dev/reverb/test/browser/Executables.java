package dev.reverb.test.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.util.Arrays;
import java.util.Objects;

/** Finds the programs that the tests drive. */
public final class Executables {

    private Executables() {}

    /**
     * A program; a test that finds none is skipped.
     *
     * @param needed what it is called in the message
     * @param property the system property that names its file
     * @param names how it may be called on the path
     */
    public static File require(String needed, String property, String... names) {
        String named = System.getProperty(property);
        if (named != null) {
            return new File(named);
        }
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(name -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst()
                .orElseGet(() -> abort("needs " + needed));
    }
}
