package dev.reverb.engine;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.Member;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Client events in the three modes: PROTOCOL.md, section 4, in the exact text. */
class ClientEventsTest extends ScriptedTest {

    /** Its home is the first of two lanes. */
    private static final String ROOM = "presence-b";

    @Test
    void fromMembers() {
        play("client-events/members.txt");
    }

    @Test
    void fromAll() {
        play("client-events/all.txt", application -> application.acceptClientEventsFrom(ClientEventPolicy.ALL));
    }

    @Test
    void aWhisperToAChannelThatHasGoneSinceTheJoinWasRefusedIsAnError() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .maxPresenceMembers(1)
                .build();
        try (ReverbTester reverb = start(ReverbTester.builder().application(application))) {
            InMemoryTransport transport = reverb.transport();
            PusherClient ada = reverb.connect();
            PusherClient bob = reverb.connect();
            ada.subscribe(ROOM, new Member("1", Optional.empty())).expectSubscribed(ROOM);

            transport.manual();
            bob.subscribe(ROOM, new Member("2", Optional.empty()));
            transport.lane(1).runAll();
            ada.unsubscribe(ROOM);
            bob.whisper(ROOM, "client-hello", "{}");
            transport.lane(0).runAll();
            transport.settle();

            bob.expectSubscriptionError(ROOM).expectError(4009).expectNothing();
        }
    }

    @Test
    void fromNobody() {
        play("client-events/none.txt", application -> application.acceptClientEventsFrom(ClientEventPolicy.NONE));
    }
}
