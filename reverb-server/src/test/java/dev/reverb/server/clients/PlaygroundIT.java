package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.server.SelfSigned;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The playground in a real browser, against a real server: all that depends on how it is served. */
@OnEveryTransport
class PlaygroundIT extends PlaygroundCase {

    private static SelfSigned certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = SelfSigned.forHost("localhost", folder);
    }

    @Test
    void aPublishedEventComesBackOverTheSocket() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.subscribe("orders").awaitText(".badge", "subscribed");
        page.publish("orders", "OrderShipped", "{\"id\": 42}");

        page.awaitText(".last", "1 event, the last OrderShipped {\"id\":42}").awaitText(".answer", "200");
        assertThat(page.texts("#panel-code pre").get(0))
                .startsWith("POST /apps/app-1/events?auth_key=key-1&")
                .contains("{\"name\":\"OrderShipped\",\"channels\":[\"orders\"],\"data\":\"{\\\"id\\\": 42}\"}");
        assertThat(page.texts(".rows .event"))
                .contains("OrderShipped", "pusher:subscribe", "pusher:connection_established");
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void membersSeeEachOtherComeWhisperAndGo() {
        RunningServer server = startPlayground("/ws");
        PlaygroundPage ada = openPlayground(server, "/ws");
        ada.click("[value=presence]")
                .type("#user-name", "Ada")
                .subscribe("room.1")
                .awaitCount(".member", 1);

        PlaygroundPage grace = openPlayground(server, "/ws");
        grace.click("[value=presence]")
                .type("#user-name", "Grace")
                .subscribe("room.1")
                .awaitCount(".member", 2);
        assertThat(grace.texts(".member")).containsExactly("Ada", "Grace (you)");
        grace.click(".whisper button");

        ada.awaitText(".presence p", "Grace has joined");
        ada.awaitText(".last", "client-typing {\"at\":\"the keyboard\"}");

        grace.tab().close();
        ada.awaitText(".presence p", "Grace has left");
        assertThat(ada.texts(".member")).containsExactly("Ada (you)");
        assertThat(ada.tab().console()).isEmpty();
    }

    @Test
    void aUserIsReachedAndWatchedWithoutAChannel() {
        RunningServer server = startPlayground("/ws");
        PlaygroundPage ada = openPlayground(server, "/ws");
        ada.signIn("ada", "grace 9").awaitUser(1, "signed in");
        ada.awaitUser(2, "offline").awaitUser(3, "offline");

        PlaygroundPage grace = openPlayground(server, "/ws");
        grace.signIn("grace", "ada").awaitUser(1, "signed in").awaitUser(2, "online");
        ada.awaitUser(2, "online").awaitUser(3, "offline");

        ada.click("#users > :nth-child(2) button")
                .type("#publish-event", "Hello")
                .type("#publish-data", "{\"id\": 42}")
                .click("#publish-form .primary");
        grace.awaitText("#users .last", "1 event, the last Hello {\"id\":42}");
        assertThat(ada.texts("#users .last")).containsExactly("No event to you yet");
        assertThat(ada.texts("#panel-code pre").get(0)).contains("\"channels\":[\"#server-to-user-grace\"]");

        grace.tab().close();
        ada.awaitUser(2, "offline");
        assertThat(ada.tab().console()).isEmpty();
    }

    @Test
    void overTlsThePageConnectsOverTls() {
        RunningServer server = startSecure(certificate, settings -> PLAYGROUND.install(settings.path("/ws")));
        PlaygroundPage page = openPlayground(server, "/ws");
        page.click("[value=private]").subscribe("chat").awaitText(".badge", "subscribed");
        page.publish("private-chat", "Hello", "1").awaitText(".last", "the last Hello 1");

        assertThat(page.texts("#server-url")).containsExactly("wss://127.0.0.1:" + server.port() + "/ws/app/key-1");
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void thePageComesBackAfterARestart() {
        RunningServer before = startPlayground("");
        PlaygroundPage page = openPlayground(before);
        page.click("[value=private]").subscribe("chat").awaitText(".badge", "subscribed");

        before.close();
        page.awaitText(".badge", "waiting").awaitCount("#try-now:not([hidden])", 1);
        restart(before);

        // By script: should pusher-js be quicker, the button is hidden and does no harm.
        page.tab().run("document.getElementById('try-now').click()");
        page.awaitText("#state-detail", "reconnected").awaitText(".badge", "subscribed");
        page.publish("private-chat", "Back", "true").awaitText(".last", "the last Back true");
    }

    @Test
    void theServersOwnAnswersHoldTheCacheRules() throws Exception {
        RunningServer server = startPlayground("");
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = request(server, "/playground/app.js").build();
        var first = client.send(request, BodyHandlers.ofString());
        String etag = first.headers().firstValue("ETag").orElseThrow();
        var second = client.send(
                request(server, "/playground/app.js")
                        .header("If-None-Match", etag)
                        .build(),
                BodyHandlers.ofString());
        var head = client.send(
                request(server, "/")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    private static HttpRequest.Builder request(RunningServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url(path))).timeout(Duration.ofSeconds(20));
    }
}
