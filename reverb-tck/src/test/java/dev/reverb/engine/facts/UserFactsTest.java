package dev.reverb.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.FactServer;
import dev.reverb.internal.channels.Fact;
import dev.reverb.tck.Framing;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import org.junit.jupiter.api.Test;

/** Users who sign in, and those who watch them, make no facts; what they do on other channels does. */
class UserFactsTest {

    private final FactServer server = new FactServer(
            Application.builder("app-id", "app-key", "app-secret")
                    .subscriptionCountEvents(true)
                    .build(),
            2,
            Framing.RAW);
    private final FactRecorder facts = new FactRecorder();
    private final FactClient ada = new FactClient(server, 0);
    private final FactClient bob = new FactClient(server, 1);

    UserFactsTest() {
        server.tell(facts);
    }

    private FactClient signIn(FactClient client, String userData) {
        String socketId = client.socketId().toString();
        return client.send(PusherMessage.signIn(server.application(), socketId, userData));
    }

    @Test
    void signingInIsNoFactAndTheUsersChannelTellsNoCount() {
        signIn(ada, "{\"id\":\"7\",\"watchlist\":[\"8\"]}").subscribe("#server-to-user-7");
        signIn(bob, "{\"id\":\"8\",\"watchlist\":[\"7\"]}");
        signIn(new FactClient(server, 1), "{\"id\":\"7\"}").vanish();
        server.publish("#server-to-user-7", "hello", "{}");
        bob.vanish();
        server.transport().settle();
        assertThat(facts.take()).isEmpty();
        assertThat(ada.read())
                .extracting(ReceivedEvent::event)
                .containsExactly(
                        "pusher:signin_success",
                        "pusher_internal:subscription_succeeded",
                        "pusher_internal:watchlist_events",
                        "hello",
                        "pusher_internal:watchlist_events");
    }

    @Test
    void aSignedInMemberIsAMemberLikeAnyOther() {
        signIn(ada, "{\"id\":\"7\"}").subscribe("presence-room").vanish();
        ChannelName room = ChannelName.of("presence-room");
        assertThat(facts.take())
                .containsExactly(
                        new Fact.Occupied(room),
                        new Fact.MemberAdded(room, "7"),
                        new Fact.MemberRemoved(room, "7"),
                        new Fact.Vacated(room));
    }
}
