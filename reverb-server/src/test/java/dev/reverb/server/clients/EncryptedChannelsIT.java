package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.pusher.rest.Pusher;
import dev.reverb.test.browser.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encrypted channels from an unmodified publisher to the unmodified pusher-js; the server is only passed through. */
@OnOneTransport
class EncryptedChannelsIT extends BrowserCase {

    private static final String CHANNEL = "private-encrypted-orders";

    @Running
    private Node node;

    private RunningServer server;
    private Pusher sdk;

    @BeforeEach
    void startServer() {
        server = start();
        sdk = closeLater(server.sdk());
    }

    /** Opens a page that is connected by the pusher-js that comes with its cryptography. */
    private Tab openEncrypted() {
        return connect("/client/encrypted", "connectPusher()");
    }

    /** Opens a page that is connected by the smaller pusher-js, which is given tweetnacl. */
    private Tab openWithNacl() {
        return connect("/client/nacl", "connectPusher({ nacl })");
    }

    private Tab connect(String page, String script) {
        Tab tab = open(server.url(page), server.application().key(), "ada", 1);
        tab.run("Pusher.log = note('log');" + script);
        tab.await("pusher.connection.state === 'connected'");
        return tab;
    }

    private static void subscribe(Tab tab, String channel) {
        tab.run("""
                window.channel = pusher.subscribe(arguments[0]);
                channel.bind('shipped', note('shipped'));
                channel.bind('pusher:cache_miss', note('miss'));
                """, channel);
        tab.await("channel.subscribed");
    }

    private void triggerByNode(String channel, String event, String data) {
        node.run(server, "await pusher.trigger(arguments[0], arguments[1], arguments[2])", channel, event, data);
    }

    @Test
    void everyClientReadsEveryPublisher() {
        List<Tab> tabs = List.of(openEncrypted(), openWithNacl());
        tabs.forEach(tab -> subscribe(tab, CHANNEL));

        node.run(server, "await pusher.trigger('private-encrypted-orders', 'shipped', { to: 'Zoë 🚀' })");
        node.run(server, """
                const channel = 'private-encrypted-orders';
                await pusher.triggerBatch([1, 2].map((data) => ({ channel, name: 'shipped', data })));
                """);
        assertThat(sdk.trigger(CHANNEL, "shipped", Map.of("to", "Ada")).getHttpStatus())
                .isEqualTo(200);

        for (Tab tab : tabs) {
            assertThat(tab.await("shipped", 4)).containsExactly(Map.of("to", "Zoë 🚀"), 1L, 2L, Map.of("to", "Ada"));
            assertThat(tab.notes("error")).isEmpty();
        }
    }

    @Test
    void theServerHasNothingToRead() {
        triggerByNode("private-encrypted-cache-orders", "shipped", "the very secret");

        JsonObject kept = JsonParser.parseString(
                        sdk.get("/channels/private-encrypted-cache-orders", Map.of("info", "cache"))
                                .getMessage())
                .getAsJsonObject()
                .getAsJsonObject("cache");
        JsonObject data = JsonParser.parseString(kept.get("data").getAsString()).getAsJsonObject();
        assertThat(data.keySet()).containsExactlyInAnyOrder("nonce", "ciphertext");

        Tab tab = openEncrypted();
        tab.run("pusher.connection.bind('message', (message) => note('frame')(message.data))");
        subscribe(tab, "private-encrypted-cache-orders");
        assertThat(tab.awaitNote("shipped")).isEqualTo("the very secret");
        assertThat(tab.notes("frame"))
                .contains(Map.of(
                        "nonce", data.get("nonce").getAsString(),
                        "ciphertext", data.get("ciphertext").getAsString()));
        assertThat(tab.notes("miss")).isEmpty();
    }

    @Test
    void aCacheWithoutAnEventSaysSo() {
        Tab tab = openEncrypted();
        subscribe(tab, "private-encrypted-cache-orders");
        tab.awaitNote("miss");
    }

    @Test
    void aClientWithAFormerKeyAsksForTheNewOne() {
        Tab tab = openEncrypted();
        subscribe(tab, "private-encrypted-rotated");

        triggerByNode("private-encrypted-rotated", "shipped", "first");
        assertThat(tab.awaitNote("shipped")).isEqualTo("first");
        triggerByNode("private-encrypted-rotated", "shipped", "second");

        assertThat(tab.await("shipped", 2)).containsExactly("first", "second");
        assertThat(server.endpoints().asked().get("private-encrypted-rotated")).hasSize(2);
        assertThat(tab.notes("error")).isEmpty();
    }

    @Test
    void anEventOfAnotherKeyIsDropped() {
        Tab tab = openEncrypted();
        subscribe(tab, "private-encrypted-stale");

        triggerByNode("private-encrypted-stale", "shipped", "lost");

        tab.await("notes.log.some((line) => line.includes('Failed to decrypt event with new key'))");
        // Once to subscribe, and once more for the event.
        assertThat(server.endpoints().asked().get("private-encrypted-stale")).hasSize(2);
        assertThat(tab.notes("shipped")).isEmpty();
        assertThat(tab.get("channel.subscribed")).isEqualTo(true);
        assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void clientsSendNothing() {
        Tab tab = openEncrypted();
        subscribe(tab, CHANNEL);

        assertThat(
                        tab.get(
                                "(() => { try { channel.trigger('client-a', 1); } catch (error) { return error.message; } })()"))
                .isEqualTo("Client events are not currently supported for encrypted channels");
        tab.run("pusher.send_event('client-a', 1, 'private-encrypted-orders')");

        assertThat(tab.await("errorCodes()[0]")).isEqualTo(4301L);
        assertThat(tab.get("pusher.connection.state")).isEqualTo("connected");
    }

    @Test
    void theSmallerPusherJsSaysWhatItLacks() {
        Tab tab = openPusher(server, "ada");

        assertThat(
                        (String)
                                tab.get(
                                        "(() => { try { pusher.subscribe('private-encrypted-a'); } catch (error) { return error.message; } })()"))
                .contains("no nacl implementation available");
    }

    @Test
    void aChannelThatOneMayNotReadIsRefused() {
        Tab tab = openEncrypted();
        tab.run("""
                for (const name of ['private-encrypted-vault', 'private-encrypted-forged']) {
                    pusher.subscribe(name).bind('pusher:subscription_error', (error) => note(name)(error.status));
                }
                """);

        assertThat(tab.awaitNote("private-encrypted-vault")).isEqualTo(403L);
        assertThat(tab.awaitNote("private-encrypted-forged")).isEqualTo(401L);
    }
}
