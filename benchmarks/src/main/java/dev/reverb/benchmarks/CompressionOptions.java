package dev.reverb.benchmarks;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What the command line of {@code benchmarks/compression} says. */
@Command(
        name = "compression",
        sortOptions = false,
        description = "Measures what compression saves and costs, the server on the first core and the load on the"
                + " second, and prints one table. Nothing else should run meanwhile.")
final class CompressionOptions {

    private static final List<String> TRANSPORTS = List.of("jetty", "undertow");

    @Parameters(arity = "0..1", paramLabel = "TRANSPORT", description = "jetty or undertow (${DEFAULT-VALUE}).")
    String transport = "undertow";

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "BYTES",
            description = "Of the published data (${DEFAULT-VALUE}).")
    List<Integer> sizes = List.of(200, 1_000, 8_000);

    @Option(
            names = "--shares",
            split = ",",
            paramLabel = "PERCENT",
            description = "How many of the connections take compression (${DEFAULT-VALUE}).")
    List<Integer> shares = List.of(50, 100);

    @Option(names = "--conns", description = "Subscribers (${DEFAULT-VALUE}).")
    int connections = 1_000;

    @Option(names = "--seconds", description = "The measured part of each run (${DEFAULT-VALUE}).")
    double seconds = 3;

    @Option(names = "--warmup", description = "Seconds of load on each server before the first run (${DEFAULT-VALUE}).")
    double warmup = 6;

    @Option(names = "--runs", description = "Of so many the median is taken (${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A further option of the servers' JVMs, as --jvm=-Xmx512m. Can be given several times.")
    List<String> jvmOptions = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says all this.")
    boolean help;

    private CompressionOptions() {}

    /**
     * The options of a command line.
     *
     * @throws ParameterException if it makes no sense; the message is for the user
     */
    static CompressionOptions parse(String... arguments) {
        CompressionOptions options = new CompressionOptions();
        CommandLine line = new CommandLine(options);
        line.parseArgs(arguments);
        if (!options.help && !TRANSPORTS.contains(options.transport)) {
            throw new ParameterException(line, "There is " + TRANSPORTS + ", no " + options.transport);
        }
        if (!options.help && (options.runs < 1 || !(options.seconds > 0) || !(options.warmup >= 0))) {
            throw new ParameterException(line, "--runs and --seconds must be above 0, --warmup not below");
        }
        return options;
    }

    static String usage() {
        return new CommandLine(new CompressionOptions()).getUsageMessage();
    }
}
