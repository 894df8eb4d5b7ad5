package dev.reverb.engine;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Signed-in users: PROTOCOL.md, section 5, in the exact text. */
class UsersTest extends ScriptedTest {

    @Test
    void signingIn() {
        play("users/sign-in.txt");
    }

    @Test
    void eventsToAUser() {
        play("users/events.txt");
    }

    @Test
    void presence() {
        play(
                "users/presence.txt",
                application -> application.maxPresenceMemberSize(20).maxChannelsPerConnection(3));
    }

    @Test
    void watchlists() {
        play("users/watchlist.txt");
    }

    @Test
    void userAuthenticationRequired() {
        play(
                "users/required.txt",
                application -> application
                        .userAuthenticationRequired(true)
                        .userAuthenticationTimeout(Duration.ofSeconds(10))
                        .maxPresenceMembers(1));
    }

    @Test
    void termination() {
        play("users/terminate.txt");
    }
}
