package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.scaling.Settling.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the command line of {@code benchmarks/scaling} says. */
@Command(
        name = "scaling",
        sortOptions = false,
        description =
                "Measures what a cluster over Redis costs, servers and Redis on the first core and the load on the second,"
                        + " and prints one table. Nothing else should run meanwhile.",
        footer = {"", "Rows:", "  ${sys:" + ScalingOptions.ROWS + "}"})
final class ScalingOptions {

    static final String ROWS = "reverb.benchmarks.scaling.rows";

    /** Of each server: it is to be its share of a machine, and four fit into 2 GB. */
    private static final List<String> SMALL_HEAP = List.of("-Xms256m", "-Xmx256m");

    @Option(names = "--rows", split = ",", paramLabel = "ROW", description = "Only these.")
    Set<Part> rows = EnumSet.allOf(Part.class);

    @Option(names = "--seconds", description = "The measured part of each load (${DEFAULT-VALUE}).")
    double seconds = 6;

    @Option(
            names = "--warmup",
            description =
                    "Seconds of each load before it is measured, and of each kind at the beginning (${DEFAULT-VALUE}).")
    double warmup = 4;

    @Option(
            names = "--settle",
            description =
                    "Seconds for which a load is repeated at most until two times in a row cost about the same (within a twentieth);"
                            + " 0 for not at all (${DEFAULT-VALUE}).")
    double settle = 20;

    @Option(
            names = "--size",
            description = "So much of the connections, channels, members and rates, up to 1 (${DEFAULT-VALUE}):"
                    + " less is for trying out.")
    double size = 1;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option of each server's JVM, as --jvm=-Xmx512m. Can be given several times.")
    List<String> jvmOptions = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says all this.")
    boolean help;

    private ScalingOptions() {}

    /**
     * The options of a command line.
     *
     * @throws ParameterException if it makes no sense; the message is for the user
     */
    static ScalingOptions parse(String... arguments) {
        ScalingOptions options = new ScalingOptions();
        CommandLine line = options.line();
        line.parseArgs(arguments);
        if (!options.help && (!(options.seconds > 0) || !(options.warmup >= 0) || !(options.settle >= 0))) {
            throw new ParameterException(line, "--seconds must be above 0, --warmup and --settle not below");
        }
        if (!(options.size > 0 && options.size <= 1)) {
            throw new ParameterException(line, "--size must be above 0, and 1 at most");
        }
        List<String> all = new ArrayList<>(SMALL_HEAP);
        all.addAll(options.jvmOptions);
        options.jvmOptions = all;
        return options;
    }

    private CommandLine line() {
        return new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
    }

    static String usage() {
        System.setProperty(
                ROWS, Arrays.stream(Part.values()).map(Part::toString).collect(Collectors.joining(", ")));
        return new ScalingOptions().line().getUsageMessage();
    }

    /** How long a measured load takes. */
    Span whole() {
        return new Span(warmup, seconds);
    }

    /** So many of something, as an argument; fewer where all is to be smaller, but one at least. */
    String size(int whole) {
        return "" + scaled(whole);
    }

    /** So many of something; fewer where all is to be smaller, but one at least. */
    int scaled(int whole) {
        return (int) Math.max(1, Math.round(whole * size));
    }
}
