package dev.reverb.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {

    @Test
    void logbackFindsTheConfigurator() {
        assertThat(ServiceLoader.load(Configurator.class)).anyMatch(LoggingConfigurator.class::isInstance);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("reverb-log"))
                .isInstanceOf(AsyncAppender.class);
    }

    @Test
    void neverBlocksWhoLogs() {
        LoggerContext context = new LoggerContext();
        LoggingConfigurator configurator = new LoggingConfigurator();
        assertThat(configurator.configure(context)).isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        assertThat(root.getLevel()).isEqualTo(Level.INFO);
        assertThat(((AsyncAppender) root.getAppender("reverb-log")).isNeverBlock())
                .isTrue();
        for (String logger : List.of("org.eclipse.jetty.server.Server", "io.undertow", "org.xnio.nio")) {
            assertThat(context.getLogger(logger).getEffectiveLevel()).as(logger).isEqualTo(Level.WARN);
        }
        context.stop();
    }

    @Test
    void showsTheTrafficOnDemand() {
        ch.qos.logback.classic.Logger traffic =
                ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logging.TRAFFIC);
        traffic.setLevel(null);
        assertThat(traffic.isDebugEnabled()).isFalse();
        Logging.showTraffic();
        assertThat(traffic.isDebugEnabled()).isTrue();
        traffic.setLevel(null);
    }
}
