package dev.reverb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** {@code ./benchmarks/run [TRANSPORT...]}: see {@code docs/benchmarks.md}. */
public final class Benchmarks {

    private final RunOptions options;
    private final Results results;
    private boolean failed;

    private Benchmarks(RunOptions options) {
        this.options = options;
        this.results = new Results(Environment.describe(options), options.transports);
    }

    /**
     * Measures. The exit status is 1 if a row failed, 2 for wrong usage.
     *
     * @param arguments the transports and options
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        RunOptions options;
        try {
            options = RunOptions.parse(arguments);
        } catch (ParameterException e) {
            System.err.println("run: " + e.getMessage() + "; --help lists the options");
            System.exit(2);
            return;
        }
        if (options.help) {
            System.out.print(RunOptions.usage());
            return;
        }
        Benchmarks benchmarks = new Benchmarks(options);
        benchmarks.run();
        System.exit(benchmarks.failed ? 1 : 0);
    }

    private void run() throws IOException, InterruptedException {
        Path reference = options.reference;
        Generator generator = reference == null ? Generator.java() : Generator.swarm(reference);
        try (@Nullable ServerProcess limit = reference == null ? null : ServerProcess.limit(reference)) {
            for (String transport : options.transports) {
                try (Bench bench = new Bench(options, transport, generator, limit)) {
                    measure(bench);
                }
            }
        }
        System.out.print(results.markdown());
        if (options.json != null) {
            Files.writeString(options.json, results.json());
        }
    }

    /** Measures all rows; one that fails does not stop the others. */
    private void measure(Bench bench) throws InterruptedException {
        for (Row row : Row.values()) {
            if (options.rows.contains(row)) {
                System.err.println(bench.transport() + ' ' + row + "…");
                try {
                    row.measure(bench, results);
                } catch (IOException e) {
                    failed = true;
                    System.err.println("run: " + row + " failed: " + e.getMessage());
                }
            }
        }
    }
}
