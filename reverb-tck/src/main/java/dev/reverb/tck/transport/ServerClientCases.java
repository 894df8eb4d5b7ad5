package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What clients say and hear (Pusher Channels protocol 7). */
abstract class ServerClientCases extends ServerCase {

    ServerClientCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private static String data(ReceivedEvent event) {
        return event.event() + " " + event.field("code").orElse("");
    }

    @Test
    void aClientIsGreeted() throws IOException {
        start();
        String first = open(APPLICATION.key()).next().text();
        assertThat(first)
                .matches("\\{\"event\":\"pusher:connection_established\",\"data\":\"\\{\\\\\"socket_id\\\\\":"
                        + "\\\\\"\\d+\\.\\d+\\\\\",\\\\\"activity_timeout\\\\\":30}\"}");
    }

    @Test
    void anUnknownKeyIsToldAndClosed() throws IOException {
        start();
        WebSocketLink client = open("nobody");
        assertThat(data(ReceivedEvent.parse(client.next().text()))).isEqualTo("pusher:error 4001");
        client.expectClose(4001);
        client.expectEnd();
    }

    @Test
    void subscribersHearWhatIsPublished() throws IOException {
        start();
        PusherLink ada = connect("orders");
        PusherLink bob = connect("orders");
        PusherLink other = connect("invoices");
        assertThat(publish("orders", "OrderShipped", "{}").status()).isEqualTo(200);
        ada.expect("OrderShipped", "orders", "{}");
        bob.expect("OrderShipped", "orders", "{}");
        publish("invoices", "Paid", "1");
        other.expect("Paid", "invoices", "1");
    }

    @Test
    void whoeverLeavesHearsNoMore() throws IOException {
        start();
        PusherLink ada = connect("orders").subscribe("invoices");
        ada.send(PusherMessage.unsubscribe("orders")).send("{\"event\":\"pusher:ping\"}");
        assertThat(ada.next().event()).isEqualTo("pusher:pong");
        publish("orders", "OrderShipped", "{}");
        publish("invoices", "Paid", "1");
        ada.expect("Paid", "invoices", "1");
    }

    @Test
    void aPrivateChannelTakesASignature() throws IOException {
        start();
        PusherLink ada = connect("private-orders");
        PusherLink eve = connect();
        eve.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-orders\",\"auth\":\"kit-key:00\"}}");
        assertThat(List.of(eve.next().event(), eve.next().event()))
                .containsExactlyInAnyOrder("pusher:subscription_error", "pusher:error");
        publish("private-orders", "OrderShipped", "{}");
        ada.expect("OrderShipped", "private-orders", "{}");
        // She is still there, and has heard nothing.
        eve.subscribe("orders");
    }

    @Test
    void clientsTalkToEachOther() throws IOException {
        start();
        PusherLink ada = connect("private-chat");
        PusherLink bob = connect("private-chat");
        ada.send(PusherMessage.whisper("private-chat", "client-typing", "{\"on\":[true,\"€\"]}"));
        bob.expect("client-typing", "private-chat", "{\"on\":[true,\"€\"]}");
        bob.send(PusherMessage.whisper("private-chat", "client-typing", "1"));
        ada.expect("client-typing", "private-chat", "1");
    }

    @Test
    void nonsenseIsAnsweredAndForgiven() throws IOException {
        start();
        PusherLink ada = connect();
        for (String nonsense : List.of("{", "null", "[]", "", "{\"event\":7}", "{\"event\":\"pusher:unknown\"}")) {
            ada.send(nonsense).expectError(4200);
        }
        ada.subscribe("orders");
    }

    @Test
    void pingsAreAnswered() throws IOException {
        start();
        PusherLink ada = connect();
        ada.send("{\"event\":\"pusher:ping\",\"data\":{}}");
        assertThat(ada.next().event()).isEqualTo("pusher:pong");
        ada.socket().send(ClientFrame.ping("ws"));
        assertThat(ada.socket().next()).hasToString("PONG ws");
    }

    @Test
    void whatBreaksTheRulesIsClosed() throws IOException {
        start();
        PusherLink large = connect();
        large.send("x".repeat(APPLICATION.maxMessageSize() + 1));
        large.socket().expectViolation(1009);
        PusherLink binary = connect();
        binary.socket().send(ClientFrame.binary(new byte[3]));
        binary.socket().expectViolation(1003);
        PusherLink text = connect();
        text.socket().send(ClientFrame.of(true, EncodedFrame.TEXT, new byte[] {(byte) 0xC0, (byte) 0xAF}));
        text.socket().expectViolation(1007);
    }

    @Test
    void aMessageOfTheLargestSizeIsRead() throws IOException {
        start();
        PusherLink ada = connect("private-chat");
        PusherLink bob = connect("private-chat");
        String around = PusherMessage.whisper("private-chat", "client-a", "\"\"");
        String data = "\"" + "x".repeat(APPLICATION.maxMessageSize() - around.length()) + "\"";
        ada.send(PusherMessage.whisper("private-chat", "client-a", data));
        assertThat(bob.next().data()).hasSize(APPLICATION.maxMessageSize() - around.length());
    }

    @Test
    void aClientThatClosesIsGone() throws IOException {
        start();
        PusherLink ada = connect("orders");
        PusherLink bob = connect("orders");
        assertThat(get("/connections").body()).isEqualTo("{\"connections\":2}");
        ada.socket().close(1000, "");
        ada.socket().expectClose(1000);
        bob.socket().reset();
        awaitConnections(0);
    }

    private void awaitConnections(int count) {
        await(count + " connections", () -> {
            try {
                return get("/connections").body().equals("{\"connections\":" + count + "}");
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });
    }
}
