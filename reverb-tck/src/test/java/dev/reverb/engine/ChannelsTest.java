package dev.reverb.engine;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Channels of all types: PROTOCOL.md, section 3, in the exact text. */
class ChannelsTest extends ScriptedTest {

    @Test
    void publicChannels() {
        play("channels/public.txt");
    }

    @Test
    void names() {
        play("channels/names.txt");
    }

    @Test
    void authorization() {
        play("channels/authorization.txt");
    }

    @Test
    void presence() {
        play("channels/presence.txt");
    }

    @Test
    void presenceIds() {
        play("channels/presence-ids.txt");
    }

    @Test
    void cache() {
        play("channels/cache.txt", application -> application.pingInterval(Duration.ofHours(2)));
    }

    @Test
    void limits() {
        play(
                "channels/limits.txt",
                application -> application
                        .maxChannelsPerConnection(2)
                        .maxPresenceMembers(2)
                        .maxPresenceMemberSize(20));
    }
}
