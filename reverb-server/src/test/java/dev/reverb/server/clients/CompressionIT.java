package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.pusher.client.channel.PusherEvent;
import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.test.browser.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Clients of which half take compression, at once on one channel: Chromium, {@code ws} and Tomcat's client do, the JDK's, {@code ws}
 * told not to, and pusher-java-client do not.
 */
@OnEveryTransport
class CompressionIT extends BrowserCase {

    private static final int EVENTS = 40;

    /** Where pusher-js keeps its WebSocket. */
    private static final String EXTENSIONS = "pusher.connection.connection.transport.socket.extensions";

    @Running
    private Node node;

    /** Opens a {@code ws} that notes what it is told under a name. */
    private void openWs(RunningServer server, String name, boolean compressed) {
        node.run(
                server,
                """
                const [name, url, perMessageDeflate] = arguments;
                const client = new ws(url, { perMessageDeflate: perMessageDeflate && { threshold: 0 } });
                (globalThis.clients ??= {})[name] = { client, events: [] };
                client.on('message', (message) => {
                    const event = JSON.parse(message);
                    if (event.event === 'pusher_internal:subscription_succeeded') clients[name].subscribed();
                    if (!event.event.startsWith('pusher')) clients[name].events.push(event);
                });
                await new Promise((open, failed) => client.on('open', open).on('error', failed));
                const subscribed = new Promise((done) => { clients[name].subscribed = done; });
                client.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'orders' } }));
                await subscribed;
                """,
                name,
                "ws://" + ServerTransport.ADDRESS + ":" + server.port() + "/app/"
                        + server.application().key() + "?protocol=7",
                compressed);
    }

    private String wsExtensions(RunningServer server, String name) {
        return node.run(server, "return clients[arguments[0]].client.extensions", name)
                .getAsString();
    }

    /** What a {@code ws} has been told, once it is so much. */
    private List<String> wsEvents(RunningServer server, String name, int count) {
        JsonElement events = node.run(server, """
                const [name, count] = arguments;
                while (clients[name].events.length < count) await new Promise((done) => setTimeout(done, 5));
                return clients[name].events.map((event) => event.event + ' ' + event.data)
                """, name, count);
        List<String> told = new ArrayList<>();
        events.getAsJsonArray().forEach(event -> told.add(event.getAsString()));
        return told;
    }

    private void closeWs(RunningServer server) {
        node.run(
                server, "for (const { client } of Object.values(clients)) client.terminate(); globalThis.clients = {}");
    }

    private static String data(int number) {
        return ("Zoë has ordered number " + number + ", ").repeat(number * number % 61);
    }

    private static List<String> told(List<?> events, Function<Object, String> reading) {
        return events.stream().map(event -> reading.apply(event)).toList();
    }

    private static String nameAndData(Object message) {
        var event = JsonParser.parseString((String) message).getAsJsonObject();
        return event.get("event").getAsString() + " " + event.get("data").getAsString();
    }

    @Test
    void allHearTheSameInOneOrder() {
        RunningServer server = start(settings -> settings.compression(true));
        Tab chromium = openPusher(server, "ada");
        chromium.run("""
                window.channel = pusher.subscribe('orders');
                channel.bind_global((event, data) => event.startsWith('pusher') || note('event')(`${event} ${data}`));
                """);
        chromium.await("channel.subscribed");
        TextClient tomcat = closeLater(TextClient.compressing(server)).subscribe("orders");
        TextClient jdk = closeLater(TextClient.jdk(server)).subscribe("orders");
        openWs(server, "compressing", true);
        openWs(server, "plain", false);
        JavaClient java = closeLater(new JavaClient(server, server.application().key(), "bob"));
        java.connect();
        java.pusher.subscribe("orders", java, "shipped");
        java.awaitSubscribed("orders");

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            server.publish("orders", "shipped", data(i));
            expected.add("shipped " + data(i));
        }

        chromium.await("count('event') === " + EVENTS);
        assertThat(chromium.notes("event")).isEqualTo(expected);
        assertThat(told(tomcat.notes.await("shipped", EVENTS), CompressionIT::nameAndData))
                .isEqualTo(expected);
        assertThat(told(jdk.notes.await("shipped", EVENTS), CompressionIT::nameAndData))
                .isEqualTo(expected);
        assertThat(wsEvents(server, "compressing", EVENTS)).isEqualTo(expected);
        assertThat(wsEvents(server, "plain", EVENTS)).isEqualTo(expected);
        assertThat(told(java.notes.await("shipped", EVENTS), event -> "shipped " + ((PusherEvent) event).getData()))
                .isEqualTo(expected);

        assertThat((String) chromium.get(EXTENSIONS)).startsWith("permessage-deflate");
        assertThat(wsExtensions(server, "compressing")).isEqualTo("permessage-deflate");
        assertThat(tomcat.isCompressed()).isTrue();
        assertThat(wsExtensions(server, "plain")).isEmpty();
        closeWs(server);
    }

    @Test
    void whatTheySayIsUnderstood() {
        RunningServer server = start(
                settings -> settings.compression(true),
                Application.builder("app-1", "key-1", "secret-1")
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .build());
        TextClient witness = closeLater(TextClient.jdk(server)).subscribe("orders");
        String said = data(30);
        String message = "{\"event\":\"client-said\",\"channel\":\"orders\",\"data\":\"" + said + "\"}";

        openWs(server, "compressing", true);
        node.run(server, "clients.compressing.client.send(arguments[0])", message);
        witness.notes.await("client-said", 1);
        TextClient tomcat = closeLater(TextClient.compressing(server)).subscribe("orders");
        tomcat.send(message);
        witness.notes.await("client-said", 2);
        Tab chromium = openPusher(server, "ada");
        chromium.run("pusher.send_event('client-said', " + '"' + said + '"' + ", 'orders')");

        assertThat(told(witness.notes.await("client-said", 3), CompressionIT::nameAndData))
                .containsOnly("client-said " + said);
        closeWs(server);
    }

    @Test
    void withoutTheSettingNobodyAgrees() {
        RunningServer server = start();
        Tab chromium = openPusher(server, "ada");
        openWs(server, "compressing", true);
        TextClient tomcat = closeLater(TextClient.compressing(server));

        assertThat(chromium.get(EXTENSIONS)).isEqualTo("");
        assertThat(wsExtensions(server, "compressing")).isEmpty();
        assertThat(tomcat.isCompressed()).isFalse();
        closeWs(server);
    }
}
