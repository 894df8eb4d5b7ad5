package dev.reverb.internal.interception;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.channel.SocketId;
import dev.reverb.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of interceptors that fail. */
class FailureLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Interception.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AskedConnection asked = new AskedConnection(
            "app",
            new SocketId(1, 2),
            new UpgradeRequest("/app/key", Map.of(), Map.of("Cookie", "a secret"), "192.0.2.7", false));

    @BeforeEach
    void listen() {
        log.start();
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private ILoggingEvent only() {
        assertThat(log.list).hasSize(1);
        return log.list.get(0);
    }

    @Test
    void aMessageThatQuotesAHeaderIsNotTold() {
        String cookie = asked.header("Cookie").orElseThrow();
        Exception broken = new IllegalArgumentException("no session: " + cookie);
        for (Throwable cause : List.of(broken, new CompletionException(broken))) {
            log.list.clear();
            new FailureLog(Ticker.system()).tell("connection", asked, "rules.House failed", cause);
            String text = only().getFormattedMessage() + ThrowableProxyUtil.asString(only().getThrowableProxy());
            assertThat(text)
                    .startsWith("A connection of 1.2 of application app is refused: rules.House failed")
                    .contains("java.lang.IllegalArgumentException", "FailureLogTest.java:")
                    .doesNotContain("secret", "CompletionException");
        }
    }

    @Test
    void whereNothingWasThrownNothingIsTold() {
        new FailureLog(Ticker.system()).tell("connection", asked, "rules.House answered null", null);
        assertThat(only().getThrowableProxy()).isNull();
    }
}
