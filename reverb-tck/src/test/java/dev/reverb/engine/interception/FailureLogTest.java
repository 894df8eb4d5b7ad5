package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What the log tells of interceptors that fail, and what it never tells. */
class FailureLogTest extends InterceptionCase {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.reverb.internal.interception.Interception");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private void connectAndFail() {
        awaitFrame(reverb.open(
                        InMemoryRequest.upgrade(CONNECT + "&token=secret").withHeader("Cookie", "secret")))
                .skip();
    }

    private List<String> told() {
        return log.list.stream()
                .peek(event -> assertThat(event.getLevel()).isEqualTo(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .map(message ->
                        message.replaceAll("\\d+\\.\\d+ of", "N.N of").replace(Interceptors.class.getName(), "X"))
                .toList();
    }

    private static IllegalStateException quoting(ConnectionRequest request) {
        return new IllegalStateException(
                "No session: " + request.header("Cookie").orElseThrow());
    }

    static Stream<Interceptor> quotingInterceptors() {
        return Stream.of(
                Interceptors.onConnection(request -> {
                    throw quoting(request);
                }),
                Interceptors.onConnection(request -> failedStage(quoting(request))),
                Interceptors.onConnection(request -> CompletableFuture.supplyAsync(() -> {
                    throw quoting(request);
                })));
    }

    @ParameterizedTest
    @MethodSource("quotingInterceptors")
    void aFailureIsALineWithItsCauseAndWithoutSecrets(Interceptor quoting) {
        start(quoting);
        connectAndFail();
        assertThat(told()).containsExactly("A connection of N.N of application app-id is refused: X$1 failed");
        assertThat(ThrowableProxyUtil.asString(log.list.get(0).getThrowableProxy()))
                .contains("java.lang.IllegalStateException", "FailureLogTest.java:")
                .doesNotContain("secret", "CompletionException");
    }

    @Test
    void manyAreALineInTenSecondsWithTheirNumber() {
        start(Interceptors.onConnection(request -> completedStage(null)));
        for (int i = 0; i < 5; i++) {
            connectAndFail();
        }
        reverb.advance(Duration.ofSeconds(10).minusNanos(1));
        connectAndFail();
        assertThat(log.list).hasSize(1);
        reverb.advance(Duration.ofNanos(1));
        connectAndFail();
        connectAndFail();
        assertThat(told())
                .containsExactly(
                        "A connection of N.N of application app-id is refused: X$1 answered null",
                        "A connection of N.N of application app-id is refused: X$1 answered null"
                                + " (and 5 such refusals before it were not logged)");
        assertThat(failures).as("each is counted").hasValue(8);
    }

    @Test
    void aRefusalIsNoFailure() {
        start(Interceptors.onConnection(request -> completedStage(ConnectionDecision.refuse())));
        connectAndFail();
        assertThat(log.list).isEmpty();
    }

    @Test
    void theEndOfTheServerIsNoFailure() {
        Interceptor never = Interceptors.onConnection(new Held<ConnectionRequest, ConnectionDecision>()::hold);
        start(never);
        InMemoryClient socket = reverb.open(CONNECT);
        reverb.shutdown();
        socket.skip();
        assertThat(log.list).isEmpty();
        assertThat(failures).hasValue(0);
    }
}
