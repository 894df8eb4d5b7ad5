package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.channel.PusherEvent;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.Result;
import dev.reverb.application.Application;
import dev.reverb.server.SelfSigned;
import dev.reverb.test.browser.Tab;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified clients over TLS, where the certificate is one that they have been told to trust. */
@OnEveryTransport
class TlsIT extends BrowserCase {

    private static SelfSigned certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = SelfSigned.forHost("localhost", folder);
    }

    @Test
    void echoConnectsByWss() {
        RunningServer server = startSecure(certificate, settings -> {});
        Tab ada = join(server, "ada");
        Tab bob = join(server, "bob");

        assertThat(ada.get("location.protocol")).isEqualTo("https:");
        assertThat(ada.get("pusher.connection.isUsingTLS()")).isEqualTo(true);
        assertThat(ada.awaitNote("joining")).isEqualTo(Map.of("name", "bob"));
        bob.run("echo.join('room').whisper('typing', { text: 'h' })");
        assertThat(ada.awaitNote("typing")).isEqualTo(Map.of("text", "h"));
    }

    @Test
    void manyLargeEventsArriveInOrderByWss() {
        RunningServer server = startSecure(certificate, settings -> {});
        Tab tab = join(server, "ada");
        String text = "x".repeat(10_000);

        for (int i = 0; i < 100; i++) {
            server.publish("presence-room", "tick", "{\"number\":" + i + ",\"text\":\"" + text + "\"}");
        }

        List<Object> ticks = tab.await("tick", 100);
        for (int i = 0; i < 100; i++) {
            assertThat(ticks.get(i)).isEqualTo(Map.of("number", (long) i, "text", text));
        }
    }

    private Tab join(RunningServer server, String user) {
        Tab tab = openEcho(server, user);
        tab.run("""
                echo.join('room')
                    .here(note('here'))
                    .joining(note('joining'))
                    .listenForWhisper('typing', note('typing'))
                    .listen('.tick', note('tick'));
                """);
        tab.awaitNote("here");
        return tab;
    }

    @Test
    void pusherJsTurnsToWssWhereTheApplicationTakesNothingElse() throws Exception {
        Application application = Application.builder("app-1", "key-1", "secret-1")
                .requireTls(true)
                .build();
        Host secure = closeLater(transport.on(0, certificate));
        RunningServer server = start(settings -> settings.transport(secure.transport()), application);
        secure.start();
        Tab tab = open(server, "ada");
        tab.run("connectPusher({ wssPort: " + secure.port() + " })");

        tab.await("pusher.connection.state === 'connected'");
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4000L));
        tab.run("pusher.subscribe('orders').bind('shipped', note('shipped'))");
        tab.await("pusher.channel('orders').subscribed");
        server.publish("orders", "shipped", "1");
        assertThat(tab.awaitNote("shipped")).isEqualTo(1L);
    }

    @Test
    void theSdkPublishesByHttpsAndTheJavaClientHearsItByWss() throws Exception {
        RunningServer server = startSecure(certificate, settings -> {});
        JavaClient client = closeLater(connectByWss(server));
        client.pusher.subscribe("orders", client, "shipped");
        client.awaitSubscribed("orders");
        Pusher sdk = closeLater(server.sdk());
        // The connection manager of the SDK's builder would not look at the context.
        sdk.configureHttpClient(
                Pusher.defaultHttpClientBuilder().setConnectionManager(null).setSSLContext(certificate.trusting()));

        Result result = sdk.trigger("orders", "shipped", 1);

        assertThat(result.getHttpStatus()).as(result.getMessage()).isEqualTo(200);
        assertThat(((PusherEvent) client.notes.await("shipped")).getData()).isEqualTo("1");
    }

    /** The client takes no SSL context: it trusts whom the JVM trusts at the time when it connects. */
    private static JavaClient connectByWss(RunningServer server) {
        System.setProperty("javax.net.ssl.trustStore", certificate.store().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", SelfSigned.PASSPHRASE);
        try {
            return new JavaClient(
                            server,
                            server.application().key(),
                            "ada",
                            options -> options.setUseTLS(true).setWssPort(server.port()))
                    .connect();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void plainTextOnThePortOfTlsHarmsNobody() {
        RunningServer server = startSecure(certificate, settings -> {});
        Tab tab = openEcho(server, "ada");
        tab.run("echo.channel('orders').subscribed(note('subscribed')).listen('.shipped', note('shipped'))");
        tab.awaitNote("subscribed");
        JavaClient stranger =
                closeLater(new JavaClient(server, server.application().key(), "bob"));
        stranger.pusher.connect(stranger);
        stranger.notes.await("RECONNECTING");

        server.publish("orders", "shipped", "1");

        assertThat(tab.awaitNote("shipped")).isEqualTo(1L);
        server.awaitConnections(1);
    }
}
