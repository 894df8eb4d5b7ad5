package dev.reverb.server.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.server.SelfSigned;
import dev.reverb.spi.transport.TlsCertificate;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, against a real server. */
class PlaygroundIT {

    private static final Application APPLICATION = Application.of("app", "key", "a-secret-that-stays-here");

    @Test
    void aPublishedEventComesBackOverTheSocket() throws IOException {
        try (ReverbServer server = start(0, "");
                Browser browser = Browser.start().open(url(server, ""))) {
            browser.subscribe("orders");
            browser.awaitText(".badge", "subscribed");
            browser.publish("orders", "OrderShipped", "{\"id\": 42}");

            browser.awaitText(".last", "1 event, the last OrderShipped {\"id\":42}");
            browser.awaitText(".answer", "200");
            assertThat(browser.texts("#panel-code pre").get(0))
                    .startsWith("POST /apps/app/events?auth_key=key&")
                    .contains("{\"name\":\"OrderShipped\",\"channels\":[\"orders\"],\"data\":\"{\\\"id\\\": 42}\"}");
            assertThat(browser.texts(".rows .event"))
                    .contains("OrderShipped", "pusher:subscribe", "pusher:connection_established");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void anEventIsKeptFromItsAuthor() throws IOException {
        try (ReverbServer server = start(0, "");
                Browser browser = Browser.start().open(url(server, ""))) {
            browser.subscribe("cache-price").awaitText(".badge", "subscribed");
            browser.click("#publish-exclude").publish("cache-price", "Changed", "1");
            browser.awaitText(".answer", "200");
            browser.click("#publish-exclude").publish("cache-price", "Changed", "2");

            browser.awaitText(".last", "1 event, the last Changed 2");
        }
    }

    @Test
    void membersSeeEachOtherComeWhisperAndGo() throws IOException {
        try (ReverbServer server = start(0, "/ws");
                Browser browser = Browser.start().open(url(server, "/ws"))) {
            browser.click("[value=presence]").type("#user-name", "Ada").subscribe("room.1");
            browser.awaitCount(".member", 1);

            browser.openTab(url(server, "/ws")).click("[value=presence]").type("#user-name", "Grace");
            browser.subscribe("room.1").awaitCount(".member", 2);
            assertThat(browser.texts(".member")).containsExactly("Ada", "Grace (you)");
            browser.click(".whisper button");

            browser.switchTo(0).awaitText(".presence p", "Grace has joined");
            browser.awaitText(".last", "client-typing {\"at\":\"the keyboard\"}");

            browser.switchTo(1).closeTab();
            browser.switchTo(0).awaitText(".presence p", "Grace has left");
            assertThat(browser.texts(".member")).containsExactly("Ada (you)");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void overTlsThePageConnectsOverTls(@TempDir Path directory) throws Exception {
        TlsCertificate certificate = TlsCertificate.keyStore(
                SelfSigned.forHost("localhost", directory).store(), SelfSigned.PASSPHRASE.toCharArray());
        try (ReverbServer server = start(JettyTransport.on("127.0.0.1", 0).withTls(certificate), "/ws");
                Browser browser = Browser.start().open("https://localhost:" + server.port() + "/ws/")) {
            browser.click("[value=private]").subscribe("chat").awaitText(".badge", "subscribed");
            browser.publish("private-chat", "Hello", "1").awaitText(".last", "the last Hello 1");

            assertThat(browser.texts("#server-url"))
                    .containsExactly("wss://localhost:" + server.port() + "/ws/app/key");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void aRefusedSubscriptionSaysWhyAndCanBeTriedAgain() throws IOException {
        try (ReverbServer server = start(0, "");
                Browser browser = Browser.start().open(url(server, ""))) {
            browser.click("[value=presence]").type("#user-id", " ").subscribe("room");
            browser.awaitText(".badge", "refused");
            browser.awaitText(".channel .error", "A presence channel needs a user_id");

            browser.type("#user-id", "7").click(".channel-head button");
            browser.awaitText(".badge", "subscribed");
        }
    }

    @Test
    void thePageComesBackAfterARestart() throws IOException {
        try (Browser browser = Browser.start()) {
            int port;
            try (ReverbServer server = start(0, "")) {
                port = server.port();
                browser.open(url(server, "")).click("[value=private]").subscribe("chat");
                browser.awaitText(".badge", "subscribed");
            }
            browser.awaitText(".badge", "waiting");
            browser.awaitCount("#try-now:not([hidden])", 1);
            try (ReverbServer server = start(port, "")) {
                // By script: should pusher-js be quicker, the button is hidden and does no harm.
                browser.run("document.getElementById('try-now').click()");
                browser.awaitText("#state-detail", "reconnected");
                browser.awaitText(".badge", "subscribed");
                browser.publish("private-chat", "Back", "true").awaitText(".last", "the last Back true");
                assertThat(server.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void whatIsWrongInTheFormsIsSaidBesideThem() throws IOException {
        try (ReverbServer server = start(0, "");
                Browser browser = Browser.start().open(url(server, ""))) {
            browser.subscribe("no spaces").awaitText("#name-error", "letters, digits");
            browser.publish("orders", "Event", "{").awaitText("#publish-error", "The data is not JSON");
            browser.publish(" ", "Event", "1").awaitText("#publish-error", "Name a channel");
        }
    }

    @Test
    void theServersOwnAnswersHoldTheCacheRules() throws Exception {
        try (ReverbServer server = start(0, "")) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = request(server, "playground/app.js").build();
            var first = client.send(request, BodyHandlers.ofString());
            String etag = first.headers().firstValue("ETag").orElseThrow();
            var second = client.send(
                    request(server, "playground/app.js")
                            .header("If-None-Match", etag)
                            .build(),
                    BodyHandlers.ofString());
            var head = client.send(
                    request(server, "")
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    private static HttpRequest.Builder request(ReverbServer server, String path) {
        return HttpRequest.newBuilder(URI.create(url(server, "") + path)).timeout(Duration.ofSeconds(20));
    }

    private static ReverbServer start(int port, String path) throws IOException {
        return start(JettyTransport.on("127.0.0.1", port), path);
    }

    private static ReverbServer start(Transport transport, String path) throws IOException {
        ReverbServer.Builder builder = ReverbServer.builder()
                .application(APPLICATION)
                .path(path)
                .drainTimeout(Duration.ZERO)
                .transport(transport);
        Playground.install(builder, APPLICATION, true);
        return builder.start();
    }

    private static String url(ReverbServer server, String path) {
        return "http://127.0.0.1:" + server.port() + path + "/";
    }
}
