package dev.reverb.engine;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.Member;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherAuth;
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
    void aWhisperRightBehindASubscriptionThatIsRefusedIsAnError() {
        try (ReverbTester reverb = startWithRoomForOne()) {
            PusherClient ada = reverb.connect();
            PusherClient bob = reverb.connect();
            ada.subscribe(ROOM, new Member("1", Optional.empty())).expectSubscribed(ROOM);

            String member = "{\"user_id\":\"2\"}";
            String auth = PusherAuth.channel(reverb.application(), bob.socketId(), ROOM, member);
            bob.socket()
                    .send(
                            ClientFrame.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + ROOM
                                    + "\",\"auth\":\"" + auth + "\",\"channel_data\":\""
                                    + member.replace("\"", "\\\"") + "\"}}"),
                            ClientFrame.text("{\"event\":\"client-hello\",\"channel\":\"" + ROOM + "\",\"data\":{}}"));

            bob.expectSubscriptionError(ROOM).expectError(4009).expectNothing();
            ada.expectNothing();
        }
    }

    @Test
    void aWhisperToAChannelThatHasGoneSinceTheJoinWasRefusedIsAnError() {
        try (ReverbTester reverb = startWithRoomForOne()) {
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

    private ReverbTester startWithRoomForOne() {
        return start(ReverbTester.builder()
                .application(Application.builder("app-id", "app-key", "app-secret")
                        .maxPresenceMembers(1)
                        .build()));
    }
}
