package dev.reverb.benchmarks.load;

import dev.reverb.channel.ChannelName;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** What the command line says, with what follows from it for the mode. Does not change once parsed. */
@Command(
        name = "load",
        sortOptions = false,
        description = "Loads a server that speaks the Pusher Channels protocol, and checks what comes back.",
        footer = {
            "",
            "The exit status is 0 only if nothing was lost, duplicated, reordered, refused, closed or late; 2 for wrong usage."
        })
final class Options {

    /** Events that can be outstanding. */
    static final int MAX_WINDOW = 1 << 16;

    /** Of {@link #rate}. */
    static final double AS_FAST_AS_POSSIBLE = -1;

    private static final int RATE = 100;
    private static final int MIN_PAYLOAD = 41;
    private static final int MAX_PAYLOAD = 1_000_000;
    private static final int MAX_NUMBER = 1_000_000;
    private static final int MAX_BATCH = 10;
    private static final int MAX_PUBLISHERS = 1_000;
    private static final int MANY_CHANNELS = 100;
    private static final int CHURN_WINDOW = 16;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PREFIX = 100;

    @Parameters(index = "0", paramLabel = "MODE", description = "One of ${COMPLETION-CANDIDATES}.")
    Mode mode = Mode.IDLE;

    @Option(names = "--host", description = "The server (${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(names = "--port", description = "Its port (${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(
            names = "--conn-ports",
            split = ",",
            paramLabel = "PORT",
            description = "Where connections go, in turn (--port); what is published goes to --port.")
    List<Integer> connectionPorts = List.of();

    @Option(names = "--app-id", description = "The application's id (${DEFAULT-VALUE}).")
    String appId = "app-id";

    @Option(names = "--key", description = "Its key (${DEFAULT-VALUE}).")
    String key = "app-key";

    @Option(names = "--secret", description = "Its secret (${DEFAULT-VALUE}).")
    String secret = "app-secret";

    @Option(
            names = "--pid",
            split = ",",
            description = "The server's processes, to account for with their descendants (Linux).")
    List<Long> pids = List.of();

    @Option(names = "--redis", paramLabel = "PORT", description = "The servers' Redis on that host, to account for.")
    int redis;

    @Option(names = "--conns", description = "WebSocket connections (${DEFAULT-VALUE}).")
    int connections = 1_000;

    @Option(names = "--inflight", description = "Handshakes, and closes, at a time (${DEFAULT-VALUE}).")
    int inflight = 256;

    @Option(names = "--payload", description = "Bytes of the published data (${DEFAULT-VALUE}).")
    int payload = 100;

    @Option(
            names = "--json-data",
            description = "The published data is a list of orders in JSON, not one line of letters.")
    boolean jsonData;

    @Option(
            names = "--compressed",
            paramLabel = "PERCENT",
            description = "So many of the connections offer permessage-deflate (${DEFAULT-VALUE}).")
    int compressed;

    @Option(names = "--warmup", description = "Seconds before the measured part (${DEFAULT-VALUE}).")
    double warmup = 3;

    @Option(names = "--duration", description = "Seconds of the measured part (${DEFAULT-VALUE}).")
    double duration = 5;

    @Option(names = "--timeout", description = "Seconds without progress that are a failure (${DEFAULT-VALUE}).")
    double timeout = 10;

    @Option(names = "--json", description = "One JSON object instead of a table.")
    boolean json;

    @Option(names = "--subscribe", description = "idle: each to a public channel of its own.")
    boolean subscribe;

    @Option(names = "--settle", description = "idle: seconds before memory is read (${DEFAULT-VALUE}).")
    double settle = 2;

    @Option(names = "--hold", description = "idle: seconds to hold the connections (${DEFAULT-VALUE}).")
    double hold;

    @Option(
            names = "--window",
            description = "fanout, many: events outstanding (1). churn: cycles at a time (" + CHURN_WINDOW + ").")
    int window;

    @Option(names = "--channels", description = "many: channels (" + MANY_CHANNELS + "). rate: channels (1).")
    int channels;

    @Option(
            names = "--http-conns",
            description = "rate, many, http: HTTP connections that publish (${DEFAULT-VALUE}); at most one a channel.")
    int httpConnections = 1;

    @Option(
            names = "--publishers",
            description = "fanout: publishers at the same time, each with an HTTP connection (${DEFAULT-VALUE}).")
    int publishers = 1;

    @Option(
            names = "--rate",
            description =
                    "rate: events per second (" + RATE + "). churn: cycles per second (as many as the window allows).")
    double rate = AS_FAST_AS_POSSIBLE;

    @Option(names = "--batch", description = "fanout, rate, many: events per request (${DEFAULT-VALUE}), at most 10.")
    int batch = 1;

    @Option(names = "--presence", description = "churn, idle: all on one presence channel.")
    boolean presence;

    @Option(
            names = "--prefix",
            description = "How the names of channels begin, behind private- or presence- (${DEFAULT-VALUE}).")
    String prefix = "load";

    @Option(names = "--members", description = "--presence: its members (as many as connections).")
    int members;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Says all this.")
    boolean help;

    private Options() {}

    /**
     * The options of a command line.
     *
     * @throws ParameterException if it makes no sense; the message is for the user
     */
    static Options parse(String... arguments) {
        Options options = new Options();
        CommandLine line = options.line();
        line.parseArgs(arguments);
        if (!options.help) {
            options.check(line);
            options.settle();
        }
        return options;
    }

    private CommandLine line() {
        return new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true);
    }

    static String usage() {
        return new Options().line().getUsageMessage();
    }

    private void check(CommandLine line) {
        within(line, "--port", port, 1, MAX_PORT);
        for (int connectionPort : connectionPorts) {
            within(line, "--conn-ports", connectionPort, 1, MAX_PORT);
        }
        if (ChannelName.parse(prefix).isEmpty() || prefix.length() > MAX_PREFIX) {
            throw new ParameterException(line, "--prefix: \"" + prefix + "\" begins no channel's name");
        }
        within(line, "--redis", redis, given(line, "--redis"), MAX_PORT);
        within(line, "--conns", connections, 1, MAX_NUMBER);
        within(line, "--inflight", inflight, 1, MAX_NUMBER);
        within(line, "--payload", payload, 1, MAX_PAYLOAD);
        within(line, "--compressed", compressed, 0, 100);
        within(line, "--window", window, given(line, "--window"), MAX_WINDOW);
        within(line, "--channels", channels, given(line, "--channels"), MAX_NUMBER);
        within(line, "--members", members, given(line, "--members"), MAX_NUMBER);
        within(line, "--http-conns", httpConnections, 1, MAX_NUMBER);
        within(line, "--publishers", publishers, 1, MAX_PUBLISHERS);
        within(line, "--batch", batch, 1, MAX_BATCH);
        within(line, "--rate", rate, given(line, "--rate") - 1, MAX_NUMBER);
        within(line, "--warmup", warmup, 0, MAX_NUMBER);
        within(line, "--duration", duration, 0, MAX_NUMBER);
        within(line, "--timeout", timeout, 0, MAX_NUMBER);
        within(line, "--settle", settle, 0, MAX_NUMBER);
        within(line, "--hold", hold, 0, MAX_NUMBER);
        if (batch > 1 && !mode.hasEvents()) {
            throw new ParameterException(line, "--batch is for fanout, rate and many");
        }
        if (publishers > 1 && mode != Mode.FANOUT) {
            throw new ParameterException(line, "--publishers is for fanout");
        }
        if (presence && mode != Mode.CHURN && mode != Mode.IDLE) {
            throw new ParameterException(line, "--presence is for churn and idle");
        }
        if (mode == Mode.CHURN && rate == 0) {
            throw new ParameterException(line, "--rate must be above 0 for churn");
        }
        if (mode == Mode.WHISPER && connections < 2) {
            throw new ParameterException(line, "whisper needs --conns 2 at least");
        }
    }

    /** The least that an option may be which is 0 where it is not given. */
    private static int given(CommandLine line, String option) {
        return line.getParseResult().hasMatchedOption(option) ? 1 : 0;
    }

    private static void within(CommandLine line, String option, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new ParameterException(
                    line, String.format("%s: %s is not from %s to %s", option, text(value), text(min), text(max)));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** What the mode makes of options that were not given, or that it has no use for. */
    private void settle() {
        payload = Math.max(payload, MIN_PAYLOAD);
        connections = mode == Mode.HTTP ? 0 : mode == Mode.WHISPER ? connections & ~1 : connections;
        if (channels == 0 || mode == Mode.FANOUT) {
            channels = mode == Mode.MANY ? MANY_CHANNELS : 1;
        }
        if (mode == Mode.MANY || mode == Mode.RATE) {
            channels = Math.min(channels, connections);
        }
        if (mode != Mode.HTTP) {
            // A channel stays on one connection, or its order would be open; there it is, and each has its own.
            httpConnections = publishers > 1 ? publishers : Math.min(httpConnections, channels);
        }
        members = members == 0 ? connections : members;
        connectionPorts = connectionPorts.isEmpty() ? List.of(port) : connectionPorts;
        rate = mode == Mode.RATE && rate == AS_FAST_AS_POSSIBLE ? RATE : rate;
        window = Math.max(window(), batch);
    }

    private int window() {
        if (mode == Mode.RATE) {
            return MAX_WINDOW;
        }
        int wanted = window > 0 ? window : mode == Mode.CHURN ? CHURN_WINDOW : 1;
        return mode == Mode.CHURN ? Math.min(wanted, connections) : wanted;
    }

    /** Whether a connection offers compression; those that do are spread evenly. */
    boolean compresses(int connection) {
        return (long) (connection + 1) * compressed / 100 > (long) connection * compressed / 100;
    }

    /** Whether connections subscribe to a channel. */
    boolean subscribes() {
        return mode != Mode.IDLE || subscribe || presence;
    }
}
