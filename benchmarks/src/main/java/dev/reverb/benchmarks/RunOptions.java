package dev.reverb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What the command line of {@code benchmarks/run} says. */
@Command(
        name = "run",
        sortOptions = false,
        description = "Measures Reverb over each transport, the server on the first core and the load on the second,"
                + " and prints one table. Nothing else should run meanwhile.",
        footer = {"", "Rows:", "  ${sys:" + RunOptions.ROWS + "}"})
final class RunOptions {

    static final String ROWS = "reverb.benchmarks.rows";

    private static final String[] USUAL = {"jetty", "undertow"};

    @Parameters(
            arity = "0..*",
            paramLabel = "TRANSPORT",
            description = "jetty, undertow (both by default), tomcat, nio.")
    List<String> transports = List.of(USUAL);

    @Option(names = "--rows", split = ",", paramLabel = "ROW", description = "Only these.")
    Set<Row> rows = EnumSet.allOf(Row.class);

    @Option(names = "--seconds", description = "The measured part of each run (${DEFAULT-VALUE}).")
    double seconds = 3;

    @Option(names = "--warmup", description = "Seconds of load on each row before it is measured (${DEFAULT-VALUE}).")
    double warmup = 6;

    @Option(names = "--runs", description = "Of so many the median is taken (${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(names = "--long", description = "Five minutes of latency, ten of idle connections; 10 s each without.")
    boolean isLong;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option of the server's JVM, as --jvm=-Xmx512m. Can be given several times.")
    List<String> jvmOptions = List.of();

    @Option(
            names = "--reference",
            paramLabel = "FOLDER",
            description = "Has swarm and limit, built: swarm loads, and limit is measured in turn with each transport.")
    @Nullable
    Path reference;

    @Option(names = "--json", paramLabel = "FILE", description = "Gets the figures too.")
    @Nullable
    Path json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says all this.")
    boolean help;

    private RunOptions() {}

    /**
     * The options of a command line.
     *
     * @throws ParameterException if it makes no sense; the message is for the user
     */
    static RunOptions parse(String... arguments) {
        RunOptions options = new RunOptions();
        CommandLine line = options.line();
        line.parseArgs(arguments);
        if (!options.help) {
            options.check(line);
        }
        return options;
    }

    private CommandLine line() {
        return new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
    }

    static String usage() {
        System.setProperty(ROWS, Row.names());
        return new RunOptions().line().getUsageMessage();
    }

    private void check(CommandLine line) {
        for (String transport : transports) {
            if (!Serve.transports().contains(transport)) {
                throw new ParameterException(line, "There is " + Serve.transports() + ", no " + transport);
            }
        }
        if (runs < 1 || !(seconds > 0) || !(warmup >= 0)) {
            throw new ParameterException(line, "--runs and --seconds must be above 0, --warmup not below");
        }
        for (String program : List.of("swarm", "limit")) {
            if (reference != null && !Files.isExecutable(reference.resolve(program))) {
                throw new ParameterException(line, "--reference: " + reference + " has no program " + program);
            }
        }
    }
}
