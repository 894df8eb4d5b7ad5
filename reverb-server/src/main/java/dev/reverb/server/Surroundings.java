package dev.reverb.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a run of the program sees of the machine, so that tests can give it another.
 *
 * @param environment the variables of the process
 * @param directory the working directory
 * @param home the user's own directory
 * @param out where the banner goes
 * @param err where errors and warnings go
 */
record Surroundings(Map<String, String> environment, Path directory, Path home, PrintStream out, PrintStream err) {

    /** Those of this process. The working directory is empty, so that messages show paths as the user would write them. */
    static Surroundings ofProcess() {
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home", ""));
        return new Surroundings(System.getenv(), Path.of(""), Path.of(home), System.out, System.err);
    }

    /** Tells an error that ends the program. */
    void error(String message) {
        err.println("reverb: " + message);
    }

    /** Tells what looks like a mistake. */
    void warn(String message) {
        err.println("reverb: warning: " + message);
    }

    @Override
    public String toString() {
        return "Surroundings[directory=" + directory + "]";
    }
}
