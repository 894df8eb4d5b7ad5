package dev.reverb.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ParameterException;

/** {@code ./benchmarks/load MODE [options]}: see {@code docs/benchmarks.md}. */
public final class LoadGenerator {

    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;

    private LoadGenerator() {}

    /**
     * Loads a server.
     *
     * @param arguments the mode and its options
     */
    public static void main(String... arguments) {
        int status = run(System.out, System.err, arguments);
        System.out.flush();
        System.exit(status);
    }

    /** Loads a server, and returns the exit status. */
    static int run(PrintStream out, PrintStream log, String... arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.help) {
                out.print(Options.usage());
                return SUCCESS;
            }
            return run(options, out, log);
        } catch (ParameterException | IllegalArgumentException e) {
            log.println("load: " + e.getMessage() + "; --help lists the options");
            return USAGE;
        } catch (UnknownHostException e) {
            log.println("load: --host: there is no host " + e.getMessage());
            return USAGE;
        } catch (IOException e) {
            log.println("load: " + e);
            return FAILURE;
        }
    }

    private static int run(Options options, PrintStream out, PrintStream log) throws IOException {
        CountDownLatch reported = new CountDownLatch(1);
        try (Session session = new Session(options, log)) {
            Thread interrupt = new Thread(() -> interrupt(session, reported), "load-interrupt");
            Runtime.getRuntime().addShutdownHook(interrupt);
            try {
                int status = load(session);
                out.println(options.json ? session.figures.json() : session.figures.table());
                out.flush();
                return status;
            } finally {
                reported.countDown();
                removeHook(interrupt);
            }
        }
    }

    /** Ctrl-C: the run ends early, but with its figures. */
    private static void interrupt(Session session, CountDownLatch reported) {
        session.loop.interrupt();
        try {
            reported.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }

    private static int load(Session session) {
        Figures figures = session.figures;
        figures.count("conns", session.options.connections);
        Run.of(session).run();
        if (session.options.mode != Mode.IDLE) {
            if (session.options.mode != Mode.CHURN) {
                session.server.reportMemory(figures, "");
            }
            session.connections.closeAll();
        }
        session.server.report(figures);
        figures.count("pings_answered", session.connections.pings);
        session.failures.report(figures);
        boolean failed = session.failures.all() + session.integrity.all() > 0 || session.isInterrupted();
        return failed ? FAILURE : SUCCESS;
    }
}
