package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReverbTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The traffic as {@code --debug} shows it: everything but signatures. */
class TrafficLogTest {

    private static final String USER = "{\"id\":\"7\"}";

    private final Logger traffic = (Logger) LoggerFactory.getLogger("dev.reverb.traffic");
    private final ListAppender<ILoggingEvent> shown = new ListAppender<>();
    private ReverbTester reverb;
    private PusherClient ada;

    @BeforeEach
    void listen() {
        reverb = ReverbTester.start();
        ada = reverb.connect();
        shown.start();
        traffic.setLevel(Level.DEBUG);
        traffic.setAdditive(false);
        traffic.addAppender(shown);
    }

    @AfterEach
    void stop() {
        traffic.detachAppender(shown);
        traffic.setAdditive(true);
        traffic.setLevel(null);
        reverb.close();
    }

    private void isShownWithout(String signature, String masked) {
        assertThat(shown.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(message -> message.contains(signature))
                .anyMatch(message -> message.contains(masked));
    }

    @Test
    void aSignInIsShownWithoutItsSignature() {
        String message = PusherMessage.signIn(reverb.application(), ada.socketId(), USER);
        ada.send(message).expectSignedIn(USER);
        isShownWithout(PusherAuth.user(reverb.application(), ada.socketId(), USER), "\"auth\":\"*\"");
    }

    @Test
    void neitherIsOneWhoseDataIsAString() {
        String auth = PusherAuth.user(reverb.application(), ada.socketId(), USER);
        ada.send("{\"event\":\"pusher:signin\",\"data\":\"{\\\"auth\\\" : \\\"" + auth
                        + "\\\",\\\"user_data\\\":{\\\"id\\\":\\\"7\\\"}}\"}")
                .expectSignedIn(USER);
        isShownWithout(auth, "\\\"auth\\\" : \\\"*\\\"");
    }

    @Test
    void escapesWithinASignatureDoNotShowTheRestOfIt() {
        String auth = PusherAuth.user(reverb.application(), ada.socketId(), USER);
        String signature = auth.substring(auth.indexOf(':') + 1);
        ada.send(PusherMessage.signIn(reverb.application(), ada.socketId(), USER)
                        .replace(":" + signature, "\\u003a" + signature))
                .expectSignedIn(USER);
        ada.send("{\"event\":\"pusher:signin\",\"data\":\"{\\\"auth\\\":\\\"" + auth.replace(":", "\\\\u003a")
                        + "\\\",\\\"user_data\\\":{\\\"id\\\":\\\"7\\\"}}\"}")
                .expectSignedIn(USER);
        isShownWithout(signature, "\"auth\":\"*\"");
        isShownWithout(signature, "\\\"auth\\\":\\\"*\\\"");
    }

    @Test
    void aMessageOfNothingButEscapesIsShownToo() {
        ada.send("{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"" + "\\n".repeat(4_000) + "\"}}");
        ada.expectError(4009).expectClosed(4009, "Connection is unauthorized");
        isShownWithout("\\n", "\"auth\":\"*\"}}");
    }

    @Test
    void aSubscriptionIsShownWithoutItsSignature() {
        ada.subscribe("private-chat").expectSubscribed("private-chat");
        isShownWithout(
                PusherAuth.channel(reverb.application(), ada.socketId(), "private-chat"),
                "\"channel\":\"private-chat\",\"auth\":\"*\"");
    }
}
