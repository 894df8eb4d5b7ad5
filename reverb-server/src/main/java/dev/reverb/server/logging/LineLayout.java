package dev.reverb.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.reverb.server.config.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * {@code 12:00:00.123 WARN  SlowConsumer: what happened}: one line, whatever is in the message. Control characters are
 * escaped, because messages can carry what a client sent, and the stack trace of an exception follows on lines of its own.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    private final DateTimeFormatter time;

    LineLayout() {
        this(ZoneId.systemDefault());
    }

    LineLayout(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone);
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        time.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(String.format("%-5s", event.getLevel())).append(' ');
        line.append(shortName(event.getLoggerName())).append(": ");
        line.append(Printable.escaped(String.valueOf(event.getFormattedMessage())));
        line.append(System.lineSeparator());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown)).append(System.lineSeparator());
        }
        return line.toString();
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
