package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Who is there, and who is not any more, however they went. */
abstract class ServerPresenceCases extends ServerCase {

    private static final String ROOM = "presence-room";

    ServerPresenceCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private static String user(String id) {
        return "{\"user_id\":\"" + id + "\"}";
    }

    private PusherLink join(String userId) throws IOException {
        PusherLink client = connect();
        client.subscribe(ROOM, user(userId));
        return client;
    }

    /** Whoever is there already sees somebody come and go. */
    private void expectComingAndGoing(Ending ending) throws IOException {
        start();
        PusherLink ada = join("ada");
        PusherLink bob = join("bob");
        ada.expect("pusher_internal:member_added", ROOM, user("bob"));
        ending.end(bob);
        ada.expect("pusher_internal:member_removed", ROOM, user("bob"));
        assertThat(get("/channels/" + ROOM + "/users").body()).isEqualTo("{\"users\":[{\"id\":\"ada\"}]}");
    }

    private interface Ending {
        void end(PusherLink client) throws IOException;
    }

    @Test
    void aMemberSeesWhoIsThere() throws IOException {
        start();
        join("ada");
        assertThat(connect().subscribe(ROOM, user("bob")))
                .isEqualTo(
                        "{\"presence\":{\"count\":2,\"ids\":[\"ada\",\"bob\"],\"hash\":{\"ada\":null,\"bob\":null}}}");
    }

    @Test
    void aMemberThatClosesIsGone() throws IOException {
        expectComingAndGoing(client -> client.socket().close(1000, ""));
    }

    @Test
    void aMemberWhoseConnectionIsResetIsGone() throws IOException {
        expectComingAndGoing(client -> client.socket().reset());
    }

    @Test
    void aMemberWhoseConnectionEndsIsGone() throws IOException {
        expectComingAndGoing(client -> client.socket().close());
    }

    @Test
    void aMemberWithTwoConnectionsIsThereUntilBothAreGone() throws IOException {
        start();
        PusherLink ada = join("ada");
        PusherLink first = join("bob");
        ada.expect("pusher_internal:member_added", ROOM, user("bob"));
        PusherLink second = join("bob");
        first.socket().reset();
        PusherLink cid = join("cid");
        ada.expect("pusher_internal:member_added", ROOM, user("cid"));
        second.expect("pusher_internal:member_added", ROOM, user("cid"));
        second.socket().reset();
        ada.expect("pusher_internal:member_removed", ROOM, user("bob"));
        cid.expect("pusher_internal:member_removed", ROOM, user("bob"));
    }

    @Test
    void aUserMayBeSentAway() throws IOException {
        start();
        PusherLink ada = join("ada");
        PusherLink bob = join("bob");
        ada.expect("pusher_internal:member_added", ROOM, user("bob"));
        try (HttpClientLink http = http()) {
            HttpAnswer answer = http.send(signed("POST", "/users/bob/terminate_connections", "{}"))
                    .receive();
            assertThat(answer.status()).isEqualTo(200);
        }
        bob.expectError(4009).socket().expectClose(4009);
        ada.expect("pusher_internal:member_removed", ROOM, user("bob"));
    }
}
