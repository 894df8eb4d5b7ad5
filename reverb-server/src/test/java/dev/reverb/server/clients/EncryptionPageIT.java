package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.pusher.client.channel.PusherEvent;
import dev.reverb.application.Application;
import dev.reverb.test.browser.Tab;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that {@code docs/encryption.md} shows, run as it stands there. */
@OnOneTransport
class EncryptionPageIT extends BrowserCase {

    private static final String KEY = ApplicationEndpoints.MASTER_KEY;

    @Running
    private Node node;

    private RunningServer server;

    @BeforeEach
    void startServer() {
        server = start(Application.of("my-app-id", "my-app-key", "my-app-secret"));
    }

    /** Opens a page that has the libraries, and runs a snippet on it. */
    private Tab run(String page, String snippet) {
        Tab tab = open(server.url(page));
        tab.run("document.cookie = 'user=7; path=/'; window.show = note('shown'); import(arguments[0])", snippet);
        server.awaitOccupied("private-encrypted-orders.7", true);
        return tab;
    }

    @Test
    void fromNodeToEcho() throws Exception {
        Tab tab = run("/client/encrypted", "/client/snippets/echo.js");

        ProcessBuilder publisher = Node.program("snippets/publish.js", server.application());
        publisher
                .environment()
                .putAll(Map.of(
                        "REVERB_HOST",
                        ServerTransport.ADDRESS,
                        "REVERB_PORT",
                        String.valueOf(server.port()),
                        "REVERB_SCHEME",
                        "http",
                        "BROADCAST_ENCRYPTION_KEY",
                        KEY));
        assertThat(publisher.start().waitFor()).isZero();

        assertThat(tab.awaitNote("shown")).isEqualTo("a book");
    }

    @Test
    void fromJavaToPusherJsWithTweetnacl() {
        Tab tab = run("/client/nacl", "/client/snippets/tweetnacl.js");

        closeLater(EncryptedOrders.publish(ServerTransport.ADDRESS + ":" + server.port(), KEY));

        assertThat(tab.awaitNote("shown")).isEqualTo("a book");
    }

    @Test
    void fromJavaToJavaAuthorizedByJava() {
        EncryptedOrders orders = new EncryptedOrders(server.application(), KEY);
        assertThat(orders.authorize("8", "1.2", "private-encrypted-orders.7")).isEmpty();
        JavaClient client = closeLater(new JavaClient(
                server,
                "my-app-key",
                "7",
                options -> options.setChannelAuthorizer((channel, socketId) ->
                        orders.authorize("7", socketId, channel).orElseThrow())));
        client.connect();
        client.pusher.subscribePrivateEncrypted("private-encrypted-orders.7", client, "OrderShipped");
        client.awaitSubscribed("private-encrypted-orders.7");

        closeLater(EncryptedOrders.publish(ServerTransport.ADDRESS + ":" + server.port(), KEY));

        assertThat(((PusherEvent) client.notes.await("OrderShipped")).getData()).isEqualTo("{\"item\":\"a book\"}");
    }

    @Test
    void theLargestEventIsAsLargeAsThePageSays() {
        // As JSON, in its quotes.
        String text = "x".repeat(7_617);
        String script =
                "return await pusher.trigger('private-encrypted-orders.7', 'e', arguments[0]).then((answer) => answer.status, (error) => error.status)";
        assertThat(node.run(server, script, text)).isEqualTo(JsonParser.parseString("200"));
        assertThat(node.run(server, script, text + "x")).isEqualTo(JsonParser.parseString("413"));
    }
}
