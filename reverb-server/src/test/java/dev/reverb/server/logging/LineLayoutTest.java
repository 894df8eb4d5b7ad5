package dev.reverb.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineLayoutTest {

    private final LineLayout layout = new LineLayout(ZoneOffset.UTC);

    @Test
    void writesOneLine() {
        assertThat(layout.doLayout(event(Level.WARN, "disk {}", null, "full")))
                .isEqualTo("2026-01-02 03:04:05.678 WARN  Disks: disk full" + System.lineSeparator());
    }

    @Test
    void escapesWhatCouldForgeALine() {
        assertThat(layout.doLayout(event(Level.INFO, "a\nb\r\u001b[31m\u0085c\t", null)))
                .isEqualTo(
                        "2026-01-02 03:04:05.678 INFO  Disks: a\\nb\\r\\u001b[31m\\u0085c\\t" + System.lineSeparator());
    }

    @Test
    void addsTheStackTrace() {
        assertThat(layout.doLayout(event(Level.ERROR, "x", new IllegalStateException("why")))
                        .lines())
                .hasSizeGreaterThan(2)
                .element(1)
                .isEqualTo("java.lang.IllegalStateException: why");
    }

    private static LoggingEvent event(Level level, String message, @Nullable Throwable thrown, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                "", new LoggerContext().getLogger("dev.reverb.Disks"), level, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        return event;
    }
}
