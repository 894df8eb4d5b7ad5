package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.playground.Playground;
import dev.reverb.server.SelfSigned;
import dev.reverb.test.browser.Tab;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Browsers on a server that was there before Reverb: one port, its own pages, and HTTP/2 where it speaks TLS. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"JETTY_MOUNTED", "UNDERTOW_MOUNTED", "TOMCAT"})
class HostIT extends BrowserCase {

    private static final Playground PLAYGROUND = Playground.of(RunningServer.APPLICATION);

    private static SelfSigned certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = SelfSigned.forHost("localhost", folder);
    }

    @Test
    void aHostOfHttp2ServesEcho() {
        RunningServer server = startSecure(certificate, settings -> {});
        Tab ada = openEcho(server, "ada");
        ada.run("""
                echo.private('chat')
                    .subscribed(note('subscribed'))
                    .listenForWhisper('typing', note('typing'))
                    .listen('.said', note('said'));
                """);
        ada.awaitNote("subscribed");
        Tab bob = openEcho(server, "bob");
        bob.run("""
                const chat = echo.private('chat');
                chat.subscribed(() => chat.whisper('typing', { name: 'Bob' }));
                """);
        assertThat(ada.awaitNote("typing")).isEqualTo(Map.of("name", "Bob"));
        server.publish("private-chat", "said", "\"" + "x".repeat(9_000) + "\"");
        assertThat(ada.awaitNote("said")).isEqualTo("x".repeat(9_000));

        assertThat(ada.get("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
                .isEqualTo("h2");
        assertThat(server.host().versionsOfUpgrades()).containsExactly(versionOfUpgrades());
    }

    /** Who offers no WebSockets over HTTP/2 (RFC 8441) gets a connection of HTTP/1.1 for each, on the same port. */
    private String versionOfUpgrades() {
        return transport == ServerTransport.JETTY_MOUNTED ? "HTTP/2.0" : "HTTP/1.1";
    }

    @Test
    void theHostKeepsItsPagesBesideThePlayground() throws Exception {
        RunningServer server = start(PLAYGROUND::install);
        assertThat(open(server.url("/")).texts("p")).containsExactly("The host's page");

        // Without the slash: it is led to the right place.
        PlaygroundPage page = new PlaygroundPage(open(server.url("/playground")));
        page.click("[value=private]").subscribe("chat").awaitText(".badge", "subscribed");
        page.publish("private-chat", "Hello", "1").awaitText(".last", "the last Hello 1");

        assertThat(page.texts("#server-url")).containsExactly("ws://127.0.0.1:" + server.port() + "/app/key-1");
        assertThat(page.tab().get("location.pathname")).isEqualTo("/playground/");
        assertThat(page.tab().console()).isEmpty();
        assertThat(get(server, "/playground/no-such-file").statusCode()).isEqualTo(404);
    }

    @Test
    void belowAPrefixThePlaygroundIsAtItsRoot() {
        RunningServer server =
                startSecure(certificate, settings -> PLAYGROUND.at("/").install(settings.path("/ws")));
        PlaygroundPage page = new PlaygroundPage(open(server.url("/ws/")));
        page.subscribe("orders").awaitText(".badge", "subscribed");
        page.publish("orders", "Hello", "1").awaitText(".last", "the last Hello 1");

        assertThat(page.texts("#server-url")).containsExactly("wss://127.0.0.1:" + server.port() + "/ws/app/key-1");
        assertThat(page.tab().console()).isEmpty();
    }

    @Test
    void aServerThatHasBeenClosedLeavesItsHostAsItWas() throws Exception {
        RunningServer server = start(PLAYGROUND::install);
        Tab tab = openEcho(server, "ada");

        server.server().close();

        tab.await("echo.connectionStatus() !== 'connected'");
        assertThat(tab.get("errorCodes()[0]")).isEqualTo(4200L);
        assertThat(get(server, "/").body()).isEqualTo(Host.OWN_PAGE);
        assertThat(get(server, "/playground/").statusCode()).isEqualTo(404);
        assertThat(get(server, "/apps/app-1/channels").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(RunningServer server, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url(path)))
                .timeout(Duration.ofSeconds(20))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
