package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an application tests its interceptors: they run on threads of their own, so what comes of them is awaited. */
class HouseRulesTest {

    private static final String CONNECT = "/app/app-key?protocol=7";

    // [test]
    private final HouseRules rules = new HouseRules(
            Set.of("192.0.2.7"),
            Set.of("s-2"),
            (room, userId) -> CompletableFuture.supplyAsync(() -> userId.equals("ada")));

    private final ReverbTester reverb = ReverbTester.builder()
            .server(settings -> settings.interceptor(rules))
            .start();

    private InMemoryClient awaitFrame(InMemoryClient client) {
        reverb.transport().await(() -> !client.unread().isEmpty(), Duration.ofSeconds(10));
        return client;
    }

    @Test
    void whoIsBannedDoesNotConnect() {
        InMemoryRequest banned = InMemoryRequest.upgrade(CONNECT).withRemoteAddress("192.0.2.7");
        awaitFrame(reverb.open(banned))
                .expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,\"message\":\"You are banned\"}}")
                .expectClose(4009, "You are banned")
                .expectDisconnected();
    }
    // [test]

    @AfterEach
    void stop() {
        reverb.close();
    }

    private PusherClient connect(String session) {
        InMemoryRequest request = InMemoryRequest.upgrade(CONNECT).withHeader("Cookie", "a=b; session=" + session);
        return reverb.client(awaitFrame(reverb.open(request)));
    }

    private PusherClient enter(String session, String userId) {
        PusherClient client = connect(session);
        client.subscribe("presence-room.1", new Member(userId, Optional.empty()));
        awaitFrame(client.socket());
        return client;
    }

    @Test
    void aRoomIsForThoseWhoWereLetIn() {
        enter("s-1", "ada").expectSubscribed("presence-room.1");
        enter("s-3", "eve")
                .expectText("{\"event\":\"pusher:subscription_error\",\"channel\":\"presence-room.1\",\"data\":"
                        + "{\"type\":\"AuthError\",\"error\":\"This room is not open to you\",\"status\":403}}");
    }

    @Test
    void nobodySwearsAndTheMutedSayNothing() {
        PusherClient ada = connect("s-1");
        PusherClient muted = connect("s-2");
        PusherClient bob = connect("s-3");
        for (PusherClient client : new PusherClient[] {ada, muted, bob}) {
            client.subscribe("private-chat");
            awaitFrame(client.socket());
            client.expectSubscribed("private-chat");
        }
        muted.whisper("private-chat", "client-say", "\"unheard\"");
        ada.whisper("private-chat", "client-say", "{\"text\":\"Damn good\"}");
        awaitFrame(bob.socket());
        bob.expect("client-say", "private-chat", "{\"text\":\"*** good\"}");
        awaitFrame(muted.socket());
        muted.expect("client-say", "private-chat", "{\"text\":\"*** good\"}");
        ada.whisper("private-chat", "client-say", "\"" + "x".repeat(1_000) + "\"");
        awaitFrame(ada.socket());
        ada.expectError(4301);
        assertThat(bob.socket().unread()).isEmpty();
    }
}
