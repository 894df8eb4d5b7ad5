package dev.reverb.engine;

import dev.reverb.application.Application;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
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

    @Test
    void askingTwiceInOneGoForAChannelThatIsFullIsRefusedTwice() {
        Application full = Application.builder("app-id", "app-key", "app-secret")
                .maxPresenceMembers(1)
                .build();
        try (ReverbTester reverb = start(ReverbTester.builder().application(full))) {
            PusherClient ada = reverb.connect().subscribe("presence-room", "{\"user_id\":\"1\"}");
            ada.expectSubscribed("presence-room");
            PusherClient bob = reverb.connect();
            reverb.transport().manual();
            bob.subscribe("presence-room", "{\"user_id\":\"2\"}");
            bob.subscribe("presence-room", "{\"user_id\":\"2\"}");
            reverb.transport().automatic();
            bob.expectSubscriptionError("presence-room").expectSubscriptionError("presence-room");
            ada.expectNothing();
        }
    }
}
