package dev.reverb.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Turns the log of the standalone server up, and ends it. Does nothing where another back-end than Logback is in place. */
public final class Logging {

    /** The logger of the engine that shows what clients send and get. */
    static final String TRAFFIC = "dev.reverb.traffic";

    private Logging() {}

    /** Shows the traffic. */
    public static void showTraffic() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(TRAFFIC).setLevel(Level.DEBUG);
        }
    }

    /** Writes what still waits, for a second at most, and ends the log. */
    public static void stop() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
