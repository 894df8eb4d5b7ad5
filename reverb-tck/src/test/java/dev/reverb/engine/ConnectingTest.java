package dev.reverb.engine;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How connections begin and what is no message: PROTOCOL.md, section 1, in the exact text. */
class ConnectingTest extends ScriptedTest {

    @Test
    void theFirstFrame() {
        play("connecting/established.txt");
    }

    @Test
    void refusals() {
        play("connecting/refused.txt");
    }

    @Test
    void aRefusedConnectionIsNotHeard() {
        play("connecting/refused-is-silent.txt");
    }

    @Test
    void aDisabledApplication() {
        play("connecting/disabled.txt", application -> application.enabled(false));
    }

    @Test
    void theConnectionQuota() {
        play("connecting/quota.txt", application -> application.maxConnections(2));
    }

    @Test
    void origins() {
        play(
                "connecting/origins.txt",
                application -> application.allowedOrigins(List.of("app.example.com", "*.example.org")));
    }

    @Test
    void anyOrigin() {
        play("connecting/any-origin.txt");
    }

    @Test
    void invalidMessages() {
        play("connecting/invalid-messages.txt");
    }

    @Test
    void oddMessages() {
        play("connecting/odd-messages.txt");
    }

    @Test
    void theLargestMessage() {
        play("connecting/message-size.txt", application -> application.maxMessageSize(300));
    }

    @Test
    void binaryFrames() {
        play("connecting/binary.txt");
    }
}
