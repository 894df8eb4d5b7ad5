package dev.reverb.applications.jdbc;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged until it is closed, and not shown meanwhile. */
final class CapturedLog implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level level;
    private final boolean additive;
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : " " + event.getThrowableProxy().getMessage()));
        }
    };

    private CapturedLog(Logger logger, Level level) {
        this.logger = logger;
        this.level = logger.getLevel();
        this.additive = logger.isAdditive();
        logger.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(logger::detachAppender);
        logger.setAdditive(false);
        logger.setLevel(level);
        logger.addAppender(appender);
        appender.start();
    }

    /** What a class logs. */
    static CapturedLog of(Class<?> type) {
        return new CapturedLog((Logger) LoggerFactory.getLogger(type), Level.WARN);
    }

    /** What everybody logs, pools and drivers too, with all details. */
    static CapturedLog ofEverything() {
        return new CapturedLog((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), Level.TRACE);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(level);
        logger.setAdditive(additive);
        others.forEach(logger::addAppender);
    }
}
