package dev.reverb.broadcasting.auth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class has logged, in place of showing it. */
final class LogLines {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    LogLines(Class<?> type) {
        logger = (Logger) LoggerFactory.getLogger(type);
    }

    void begin() {
        events.start();
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(events);
    }

    void end() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    /** Each line with its level in front and, behind it, what was thrown. */
    List<String> lines() {
        return List.copyOf(events.list).stream().map(LogLines::line).toList();
    }

    private static String line(ILoggingEvent event) {
        String line = event.getLevel() + " " + event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? line
                : line + ": " + event.getThrowableProxy().getMessage();
    }
}
