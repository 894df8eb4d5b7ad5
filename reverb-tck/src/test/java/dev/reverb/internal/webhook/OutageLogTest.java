package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.occupied;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.application.Webhook;
import dev.reverb.spi.WebhookRequest;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log tells of a hook's trouble, and what it never tells. */
class OutageLogTest {

    private static final String HOOK = "Webhook[https://hook.example.com, ";

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.reverb.internal.webhook");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final HookTester tester = HookTester.of(settings -> settings.webhookBatchTime(Duration.ZERO)
            .maxPendingWebhookEvents(200)
            .webhooks(Webhook.to(HookTester.URL).withHeader("Authorization", "Bearer header-secret")));

    private Level usual;

    @BeforeEach
    void listen() {
        usual = logger.getLevel();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void nothingSecretWasTold() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(usual);
        for (ILoggingEvent event : log.list) {
            assertThat(event.getFormattedMessage()).doesNotContain("secret");
            assertThat(event.getThrowableProxy()).isNull();
            for (WebhookRequest request : tester.hook.requests()) {
                assertThat(event.getFormattedMessage())
                        .doesNotContain(request.headers().get("X-Pusher-Signature"));
            }
        }
    }

    private List<String> told(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void oneFailureThatIsMadeGoodIsNothing() {
        tester.hook.answering(500);
        tester.tell(occupied("a")).turn();
        tester.hook.answering(200);
        tester.advance(1_000);
        assertThat(told(Level.WARN)).isEmpty();
        assertThat(told(Level.INFO)).isEmpty();
    }

    @Test
    void anOutageIsOneWarningAndItsEndOneLine() {
        tester.hook.answering(500);
        tester.tellOccupied(0, 150).turn().tellOccupied(150, 250).advance(Duration.ofMinutes(7));
        assertThat(told(Level.WARN))
                .singleElement()
                .asString()
                .startsWith(HOOK)
                .contains("(answered 500)", "5 minutes");
        assertThat(tester.counts.dropped).isEqualTo(250);
        tester.tell(occupied("z"));
        tester.hook.answering(200);
        tester.advance(Duration.ofMinutes(1));
        assertThat(told(Level.WARN)).hasSize(1);
        assertThat(told(Level.INFO)).singleElement().asString().startsWith(HOOK).endsWith("; 250 events were dropped");

        tester.hook.answering(404);
        tester.tell(occupied("y")).advance(1_000);
        assertThat(told(Level.WARN)).as("the next outage").hasSize(2);
    }

    @Test
    void aHookThatFailsAgainAndAgainIsAWarningAMinute() {
        for (int i = 0; i < 120; i++) {
            tester.hook.answering(500);
            tester.tell(occupied("a")).advance(500);
            tester.hook.answering(200);
            tester.advance(1_000);
        }
        assertThat(tester.counts.failed).isEqualTo(240);
        assertThat(told(Level.WARN)).hasSize(3);
        assertThat(told(Level.INFO)).hasSize(3);
    }

    @Test
    void overflowIsAWarningToo() {
        tester.hook.hanging();
        tester.tellOccupied(0, 100)
                .turn()
                .tellOccupied(100, 300)
                .turn()
                .tellOccupied(300, 302)
                .turn();
        assertThat(told(Level.WARN)).singleElement().asString().contains("loses events: too many wait");
    }

    @Test
    void moreThanCanBePutAsideIsAWarningAMinute() {
        for (int i = 0; i < 61; i++) {
            tester.tellOccupied(0, 201).advance(1_000);
        }
        assertThat(tester.counts.dropped).isEqualTo(61);
        assertThat(told(Level.WARN)).hasSize(2).allMatch(warning -> warning.contains("than its webhooks can be told"));
    }

    @Test
    void whatIsDroppedAtTheEndIsAWarning() {
        tester.hook.hanging();
        tester.tell(occupied("a")).turn();
        tester.webhooks.stop();
        assertThat(told(Level.WARN))
                .singleElement()
                .asString()
                .endsWith("has not taken its last events: 1 are dropped");
    }

    @Test
    void causesAreToldByTheirTypes() {
        tester.hook.behaving(request ->
                CompletableFuture.failedFuture(new ConnectException("https://hook.example.com/?token=query-secret")));
        tester.tell(occupied("a")).advance(1_000);
        assertThat(told(Level.WARN)).singleElement().asString().contains("(ConnectException)");
    }
}
