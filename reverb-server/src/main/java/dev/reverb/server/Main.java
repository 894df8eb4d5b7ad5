package dev.reverb.server;

import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.Printable;
import dev.reverb.server.config.Reasons;
import dev.reverb.server.logging.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The command line {@code reverb}. Exit statuses: 0 after a stop (and for {@code --help}), 1 on an unexpected failure, 2 where
 * it cannot do what it was asked to, with one line on standard error that says why.
 */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private final Surroundings surroundings;
    private final Transports transports;
    private final StopSignals signals;

    Main(Surroundings surroundings, Transports transports, StopSignals signals) {
        this.surroundings = surroundings;
        this.transports = transports;
        this.signals = signals;
    }

    /**
     * Runs the program and ends the JVM.
     *
     * @param arguments such as {@code start --port 8080}
     */
    public static void main(String[] arguments) {
        Main main = new Main(Surroundings.ofProcess(), Transports.all(), new ProcessSignals());
        int status = main.run(List.of(arguments));
        Logging.stop();
        System.exit(status);
    }

    /** Runs the program; returns its exit status. */
    int run(List<String> words) {
        Arguments arguments = Arguments.parse(words, Version.current());
        return switch (arguments.command()) {
            case PRINT -> {
                surroundings.out().println(arguments.text());
                yield OK;
            }
            case REFUSE -> refuse(arguments.text());
            case START -> start(arguments);
        };
    }

    private int start(Arguments arguments) {
        try {
            new StartCommand(surroundings, transports, signals).run(arguments);
            return OK;
        } catch (ConfigurationException wrong) {
            return refuse(String.valueOf(wrong.getMessage()));
        } catch (UncheckedIOException impossible) {
            return refuse(reason(impossible));
        } catch (RuntimeException unexpected) {
            surroundings.error("unexpected failure: " + Printable.escaped(String.valueOf(unexpected)));
            unexpected.printStackTrace(surroundings.err());
            return FAILED;
        }
    }

    private static String reason(UncheckedIOException impossible) {
        IOException cause = impossible.getCause();
        return cause == null ? String.valueOf(impossible.getMessage()) : Reasons.of(cause);
    }

    private int refuse(String problem) {
        surroundings.error(Printable.escaped(problem));
        return REFUSED;
    }
}
