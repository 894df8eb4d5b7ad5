package dev.reverb.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Keeps the server and its load apart, each on one core, where the system can. */
public final class Cores {

    private static final boolean POSSIBLE = Runtime.getRuntime().availableProcessors() > 1 && isOnPath("taskset");

    private Cores() {}

    /** What a server's command begins with. */
    static List<String> first() {
        return POSSIBLE ? List.of("taskset", "-c", "0") : List.of();
    }

    /** What a load generator's command begins with. */
    static List<String> second() {
        return POSSIBLE ? List.of("taskset", "-c", "1") : List.of();
    }

    /**
     * Who runs where.
     *
     * @return a phrase
     */
    public static String describe() {
        return POSSIBLE ? "server on core 0, load on core 1" : "server and load on all cores: there is no taskset";
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
