package dev.reverb.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.Validity;
import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.test.browser.Tab;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Webhooks that real clients cause, taken by the unmodified server SDKs' own validation. */
@OnOneTransport
class WebhookIT extends BrowserCase {

    @Running
    private Node node;

    private HookEndpoint hooks;
    private RunningServer server;

    private static Application.Builder telling(Webhook hook) {
        Application usual = RunningServer.APPLICATION;
        return Application.builder(usual.id(), usual.key(), usual.secret())
                .webhooks(hook)
                .webhookBatchTime(Duration.ofMillis(5))
                .webhookGraceTime(Duration.ZERO);
    }

    /** {@code docs/webhooks.md} shows this application. */
    @Test
    void anApplicationOnNodeTakesThem() throws IOException {
        Process program =
                Node.program("snippets/hooks.js", RunningServer.APPLICATION).start();
        closeLater(program::destroy);
        BufferedReader printed = program.inputReader(UTF_8);
        String url = "http://" + ServerTransport.ADDRESS + ":" + printed.readLine() + "/";
        server = start(telling(Webhook.to(url)).build());

        openPusher(server, "ada").run("pusher.subscribe('orders')");

        assertThat(printed.readLine()).isEqualTo("{\"name\":\"channel_occupied\",\"channel\":\"orders\"}");
    }

    @Test
    void tellsEveryEventAsTheSdksReadIt() {
        hooks = closeLater(HookEndpoint.start());
        server = start(telling(Webhook.to(hooks.url()).withHeader("X-Tenant", "7"))
                .subscriptionCountEvents(true)
                .build());
        Tab ada = openPusher(server, "ada");
        String socketId = (String) ada.get("pusher.connection.socket_id");
        ada.run("window.room = pusher.subscribe('presence-room')");
        ada.await("room.subscribed");
        ada.run("room.trigger('client-typing', { text: 'hé' }); pusher.subscribe('cache-price')");
        ada.await("pusher.channel('cache-price').subscribed");
        JavaClient bob = closeLater(new JavaClient(server, server.application().key(), "bob"))
                .connect();
        bob.subscribe("orders");
        bob.awaitSubscribed("orders");
        ada.run("pusher.unsubscribe('presence-room')");

        List<String> wanted = List.of(
                "{'name':'channel_occupied','channel':'presence-room'}",
                "{'name':'member_added','channel':'presence-room','user_id':'ada'}",
                "{'name':'client_event','channel':'presence-room','event':'client-typing','data':'{\\'text\\':\\'hé\\'}',"
                        + "'socket_id':'" + socketId + "','user_id':'ada'}",
                "{'name':'channel_occupied','channel':'cache-price'}",
                "{'name':'cache_miss','channel':'cache-price'}",
                "{'name':'channel_occupied','channel':'orders'}",
                "{'name':'subscription_count','channel':'orders','subscription_count':1}",
                "{'name':'member_removed','channel':'presence-room','user_id':'ada'}",
                "{'name':'channel_vacated','channel':'presence-room'}");
        List<JsonElement> events = wanted.stream()
                .map(event -> JsonParser.parseString(event.replace('\'', '"')))
                .toList();
        RunningServer.await(() -> told().containsAll(events), "all of " + events);

        assertThat(told()).filteredOn(events::contains).doesNotHaveDuplicates();
        assertThat(hooks.deliveries()).allSatisfy(this::isTakenByTheSdks);
    }

    private List<JsonElement> told() {
        return hooks.deliveries().stream()
                .map(delivery -> JsonParser.parseString(delivery.body()).getAsJsonObject())
                .flatMap(body ->
                        StreamSupport.stream(body.getAsJsonArray("events").spliterator(), false))
                .toList();
    }

    private void isTakenByTheSdks(HookEndpoint.Delivery delivery) {
        JsonObject body = JsonParser.parseString(delivery.body()).getAsJsonObject();
        assertThat(delivery.headers()).containsEntry("x-tenant", "7").containsEntry("content-type", "application/json");

        String read = "const hook = pusher.webhook({ headers: arguments[0], rawBody: arguments[1] });"
                + "return hook.isValid() && { time_ms: hook.getTime().getTime(), events: hook.getEvents() };";
        assertThat(node.run(server, read, delivery.headers(), delivery.body())).isEqualTo(body);
        assertThat(node.run(server, read, delivery.headers(), delivery.body() + " "))
                .isEqualTo(JsonParser.parseString("false"));

        Pusher sdk = closeLater(server.sdk());
        String key = delivery.headers().get("x-pusher-key");
        String signature = delivery.headers().get("x-pusher-signature");
        assertThat(sdk.validateWebhookSignature(key, signature, delivery.body()))
                .isEqualTo(Validity.VALID);
        assertThat(sdk.validateWebhookSignature(key, signature, delivery.body() + " "))
                .isEqualTo(Validity.INVALID);
    }
}
