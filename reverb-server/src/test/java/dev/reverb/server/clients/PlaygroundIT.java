package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.playground.Playground;
import dev.reverb.server.SelfSigned;
import dev.reverb.spi.transport.TlsCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The playground in a real browser, against a real server. */
class PlaygroundIT extends BrowserCase {

    private static final Playground PLAYGROUND =
            Playground.of(RunningServer.APPLICATION).at("/");

    /** Where the pictures go. */
    private static final Path SCREENSHOTS = Path.of(System.getProperty("basedir", "."), "target", "screenshots");

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
    void everyTypeOfChannelCanBeSubscribedTo() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        List<String> types = List.of("public", "private", "presence");
        List<String> names = List.of("orders", "chat", "room");
        for (int i = 0; i < 6; i++) {
            page.click("[value=" + types.get(i % 3) + "]").subscribe(names.get(i % 3));
            page.awaitCount(".badge[data-state=subscribed]", i + 1);
            if (i == 2) {
                page.click("#cache");
            }
        }
        assertThat(page.texts(".channel h3"))
                .containsExactlyInAnyOrder(
                        "orders",
                        "private-chat",
                        "presence-room",
                        "cache-orders",
                        "private-cache-chat",
                        "presence-cache-room");

        page.publish(String.join(" ", page.texts(".channel h3")), "Hello", "1");

        page.tab()
                .await("[...document.querySelectorAll('.last')]"
                        + ".filter((last) => last.textContent === '1 event, the last Hello 1').length === 6");
        page.click("[value=encrypted]").awaitText("#type-hint", "encryptedPrivate()");
        assertThat(page.tab().get("document.getElementById('name-row').hidden")).isEqualTo(true);
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        RunningServer server = startPlayground("");
        PlaygroundPage page = openPlayground(server);

        // Skips to the log, and goes on from there.
        page.press(Keys.TAB);
        assertThat(page.hasFocus(".skip")).isTrue();

        // The types are radio buttons: one stop, then arrows.
        page.tabTo("[value=public]").press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(page.hasFocus("[value=presence]")).isTrue();
        page.tabTo("#channel-name").tab().pressWith(Keys.CONTROL, "a");
        page.press("room", Keys.ENTER).awaitText(".badge", "subscribed").awaitCount(".member", 1);

        PlaygroundPage other = openPlayground(server);
        other.click("[value=presence]").subscribe("room").awaitCount(".member", 2);
        page.awaitCount(".member", 2).tabTo(".whisper button").press(Keys.ENTER);
        other.awaitText(".last", "client-typing {\"at\":\"the keyboard\"}");

        page.tabTo("#publish-event").tab().pressWith(Keys.CONTROL, "a");
        page.press("Moved").tabTo("#publish-data").tab().pressWith(Keys.CONTROL, "a");
        page.press("{\"x\":1}").tab().pressWith(Keys.CONTROL, Keys.ENTER);
        page.awaitText(".answer", "200").awaitText(".last", "Moved {\"x\":1}");

        // Tabs are one stop, then arrows.
        page.tabTo("#tab-http").press(Keys.ARROW_RIGHT);
        assertThat(page.hasFocus("#tab-curl")).isTrue();
        page.awaitText("#panel-code", "curl ");

        page.tabTo(".rows summary").press(Keys.ENTER).awaitCount(".rows details[open]", 1);
        page.tabTo(".channel-head button[aria-label^=Leave]").press(Keys.ENTER);
        page.awaitCount(".channel", 0);
        assertThat(page.hasFocus("#channel-name")).isTrue();
        other.awaitCount(".member", 1);
    }

    @Test
    void itFitsScreensOfAllSizesLightAndDark() throws IOException {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.click("[value=presence]").subscribe("room").awaitCount(".member", 1);
        page.publish("presence-room", "OrderShipped", "{\"id\": 42}").awaitText(".last", "1 event");

        for (String theme : List.of("Light", "Dark")) {
            page.click("#theme").awaitText("#theme", theme);
            for (int width : List.of(1440, 820, 360)) {
                page.tab().resize(width, 1000);
                page.tab().await("innerWidth === " + width);
                assertThat((long) page.tab().get("document.documentElement.scrollWidth"))
                        .as("the page's width on a screen of " + width)
                        .isLessThanOrEqualTo(width);
                page.tab().screenshot(SCREENSHOTS.resolve("playground-" + theme.toLowerCase() + "-" + width + ".png"));
            }
        }
    }

    @Test
    void anEventIsKeptFromItsAuthor() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.subscribe("cache-price").awaitText(".badge", "subscribed");
        page.click("#publish-exclude").publish("cache-price", "Changed", "1").awaitText(".answer", "200");
        page.click("#publish-exclude").publish("cache-price", "Changed", "2");

        page.awaitText(".last", "1 event, the last Changed 2");
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
    void overTlsThePageConnectsOverTls(@TempDir Path directory) throws Exception {
        TlsCertificate certificate = TlsCertificate.keyStore(
                SelfSigned.forHost("localhost", directory).store(), SelfSigned.PASSPHRASE.toCharArray());
        RunningServer server = startSecure(certificate, settings -> PLAYGROUND.install(settings.path("/ws")));
        PlaygroundPage page = openPlayground(server, "/ws");
        page.click("[value=private]").subscribe("chat").awaitText(".badge", "subscribed");
        page.publish("private-chat", "Hello", "1").awaitText(".last", "the last Hello 1");

        assertThat(page.texts("#server-url")).containsExactly("wss://127.0.0.1:" + server.port() + "/ws/app/key-1");
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void aRefusedSubscriptionSaysWhyAndCanBeTriedAgain() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.click("[value=presence]").type("#user-id", " ").subscribe("room").awaitText(".badge", "refused");
        page.awaitText(".channel .error", "A presence channel needs a user_id");

        page.type("#user-id", "7").click(".channel-head button").awaitText(".badge", "subscribed");
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
    void whatIsWrongInTheFormsIsSaidBesideThem() {
        PlaygroundPage page = openPlayground(startPlayground(""));
        page.subscribe("no spaces").awaitText("#name-error", "letters, digits");
        page.publish("orders", "Event", "{").awaitText("#publish-error", "The data is not JSON");
        page.publish(" ", "Event", "1").awaitText("#publish-error", "Name a channel");
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

    private RunningServer startPlayground(String path) {
        return start(settings -> PLAYGROUND.install(settings.path(path)));
    }

    private PlaygroundPage openPlayground(RunningServer server) {
        return openPlayground(server, "");
    }

    private PlaygroundPage openPlayground(RunningServer server, String path) {
        Tab tab = open(server.url(path + "/"));
        return new PlaygroundPage(tab);
    }
}
