package dev.reverb.engine;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How connections are kept alive: PROTOCOL.md, section 2, in the exact text and to the second. */
class AliveTest extends ScriptedTest {

    @Test
    void pings() {
        play("alive/ping.txt");
    }

    @Test
    void silence() {
        play("alive/idle.txt");
    }

    @Test
    void activity() {
        play("alive/activity.txt");
    }

    @Test
    void pruning() {
        play("alive/pruned.txt");
    }

    @Test
    void ownSettings() {
        play(
                "alive/own-settings.txt",
                application -> application
                        .pingInterval(Duration.ofSeconds(10))
                        .pongTimeout(Duration.ofSeconds(5))
                        .activityTimeout(Duration.ofSeconds(7)));
    }
}
