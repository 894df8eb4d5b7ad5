package dev.reverb.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;

/**
 * Sets Logback up without a file to parse. Whoever wants it otherwise starts Java with {@code
 * -Dlogback.configurationFile=…}, and this class does nothing.
 *
 * <p>Lines are written by a thread of their own. Where the terminal does not keep up, lines are dropped: a lane never waits
 * for it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LoggingConfigurator extends ContextAwareBase implements Configurator {

    private static final int QUEUE = 8_192;

    /**
     * The loggers of the HTTP servers, which greet at {@code INFO}. Undertow and XNIO log by JBoss Logging, which finds Logback
     * by itself.
     */
    private static final List<String> SERVERS = List.of("org.eclipse.jetty", "io.undertow", "org.xnio", "org.jboss");

    /** Called by Logback, which finds the class as a service. */
    public LoggingConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(background(context, console(context)));
        SERVERS.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static Appender<ILoggingEvent> background(LoggerContext context, Appender<ILoggingEvent> console) {
        AsyncAppender background = new AsyncAppender();
        background.setContext(context);
        background.setName("reverb-log");
        background.setQueueSize(QUEUE);
        background.setDiscardingThreshold(0);
        background.setNeverBlock(true);
        background.addAppender(console);
        background.start();
        return background;
    }
}
