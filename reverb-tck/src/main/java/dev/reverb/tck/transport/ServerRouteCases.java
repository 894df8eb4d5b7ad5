package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Which paths are the server's, which are the host's, and which are nobody's. */
abstract class ServerRouteCases extends ServerCase {

    ServerRouteCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private HttpAnswer ask(String method, String target) throws IOException {
        return http().send(request(method, target, "")).receive();
    }

    private void expectNothing(String target) throws IOException {
        HttpAnswer answer = ask("GET", target);
        assertThat(answer.status()).as(target).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(NOTHING_HERE);
    }

    /** What is not the server's is its host's to answer, if it has one. */
    private void expectNotTheServers(String target) throws IOException {
        if (underTest().isMounted()) {
            assertThat(ask("GET", target).body()).as(target).isNotIn(NOTHING_HERE, "{\"health\":\"OK\"}");
        } else {
            expectNothing(target);
        }
    }

    @Test
    void unknownPathsAreNobodys() throws IOException {
        start();
        expectNothing("/apps/kit-id/unknown");
        expectNothing("/apps/kit-id/events/more");
        expectNothing("/apps/kit-id");
        assertThat(ask("GET", "/apps/nobody/events?auth_key=x").status()).isIn(404, 405);
        for (String target : List.of("/", "/unknown", "/appsx/kit-id/events", "/up/more", "/favicon.ico?x=1")) {
            expectNotTheServers(target);
        }
    }

    @Test
    void methodsThatARouteDoesNotTakeAreNamed() throws IOException {
        start();
        HttpAnswer events = ask("DELETE", "/apps/kit-id/events");
        assertThat(events.status()).isEqualTo(405);
        assertThat(events.header("Allow")).contains("OPTIONS, POST");
        assertThat(ask("POST", "/apps/kit-id/channels").header("Allow")).contains("GET, OPTIONS");
        HttpAnswer up = ask("POST", "/up");
        assertThat(up.status()).isEqualTo(405);
        assertThat(up.header("Allow")).contains("GET, HEAD");
    }

    @Test
    void theServerSaysThatItIsUp() throws IOException {
        start();
        HttpAnswer answer = ask("GET", "/up");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"health\":\"OK\"}");
        HttpAnswer head = http().send(request("HEAD", "/up", "")).receive(false);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).contains("15");
    }

    @Test
    void aGetForAWebSocketIsToldToUpgrade() throws IOException {
        start();
        HttpAnswer answer = ask("GET", "/app/" + APPLICATION.key());
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Upgrade")).contains("websocket");
    }

    @Test
    void everythingMayBeUnderAPrefix() throws IOException {
        startUnder("/realtime/v1");
        PusherLink ada = connect("orders");
        assertThat(publish("orders", "OrderShipped", "{}").status()).isEqualTo(200);
        ada.expect("OrderShipped", "orders", "{}");
        assertThat(ask("GET", "/realtime/v1/up").body()).isEqualTo("{\"health\":\"OK\"}");
        for (String target :
                List.of("/up", "/apps/kit-id/channels", "/realtime/v1x/up", "/realtime/up", "/realtime/v1")) {
            expectNotTheServers(target);
        }
    }

    @Test
    void aPathUnderThePrefixIsNobodys() throws IOException {
        startUnder("/realtime");
        expectNothing("/realtime/apps/kit-id/unknown");
        expectNotTheServers("/realtime/unknown");
    }

    @Test
    void keysMayBePercentEncoded() throws IOException {
        start();
        WebSocketLink client = open("k%69t-key");
        assertThat(client.next().text()).contains("pusher:connection_established");
    }
}
