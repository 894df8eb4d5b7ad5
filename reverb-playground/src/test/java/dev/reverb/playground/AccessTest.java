package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.form;
import static dev.reverb.playground.PlaygroundClient.get;
import static dev.reverb.playground.PlaygroundClient.header;
import static dev.reverb.playground.PlaygroundClient.json;
import static dev.reverb.playground.PlaygroundClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets an answer: this machine's own browser, and the page's own requests. */
class AccessTest {

    private static final InMemoryRequest PAGE = get("/");
    private static final InMemoryRequest AUTH =
            form("/playground/auth", "socket_id=1234.1234&channel_name=private-foobar");
    private static final InMemoryRequest USER_AUTH = form("/playground/user-auth", "socket_id=1234.1234&user_id=7");
    private static final InMemoryRequest SIGN =
            json("/playground/sign", "{\"method\":\"GET\",\"path\":\"/apps/3/channels\"}");

    private static final PlaygroundClient CLOSED = new PlaygroundClient(true, "reverb.test");
    private static final PlaygroundClient OPEN = new PlaygroundClient(false);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void loopbackPeersAreLetIn(String address) {
        assertThat(status(CLOSED, PAGE.withRemoteAddress(address))).isEqualTo(200);
        assertThat(status(CLOSED, AUTH.withRemoteAddress(address))).isEqualTo(200);
        assertThat(status(CLOSED, USER_AUTH.withRemoteAddress(address))).isEqualTo(200);
        assertThat(status(CLOSED, SIGN.withRemoteAddress(address))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.7", "172.17.0.1", "fe80::1", "::ffff:10.0.0.1", "localhost", "1.127.0.0.1", ""})
    void otherPeersAreNot(String address) {
        assertThat(status(CLOSED, PAGE.withRemoteAddress(address))).isEqualTo(403);
        assertThat(status(CLOSED, AUTH.withRemoteAddress(address))).isEqualTo(403);
        assertThat(status(CLOSED, USER_AUTH.withRemoteAddress(address))).isEqualTo(403);
        assertThat(status(CLOSED, SIGN.withRemoteAddress(address))).isEqualTo(403);
        assertThat(status(CLOSED, get("/playground/config.json").withRemoteAddress(address)))
                .isEqualTo(403);
        assertThat(status(OPEN, PAGE.withRemoteAddress(address))).isEqualTo(200);
        assertThat(status(OPEN, SIGN.withRemoteAddress(address))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "app.localhost:8080",
                "127.0.0.1:8080",
                "[::1]:8080",
                "reverb.test:8080"
            })
    void loopbackNamesAreLetIn(String host) {
        assertThat(status(CLOSED, PAGE.withHeader("Host", host))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example:8080",
                "localhost.evil.example",
                "evil-localhost",
                "10.0.0.1:8080",
                "reverb.test.evil.example",
                "[::1",
                "localhost:99999",
                ""
            })
    void aNameThatOnlyResolvesToThisMachineIsNot(String host) {
        assertThat(status(CLOSED, PAGE.withHeader("Host", host))).isEqualTo(403);
        assertThat(status(CLOSED, PAGE.withoutHeader("Host"))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"})
    void aProxyOnThisMachineIsNotThisMachine(String name) {
        assertThat(status(CLOSED, PAGE.withHeader(name, "x"))).isEqualTo(403);
        assertThat(status(OPEN, PAGE.withHeader(name, "x"))).isEqualTo(200);
    }

    @Test
    void peopleAreToldWhyInTextAndScriptsInJson() {
        HttpResponse page = CLOSED.ask(PAGE.withRemoteAddress("10.0.0.1"));
        assertThat(header(page, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(text(page)).contains("this machine only", "--playground", "loopbackOnly(false)");

        HttpResponse auth = CLOSED.ask(AUTH.withRemoteAddress("10.0.0.1"));
        assertThat(header(auth, "Content-Type")).isEqualTo("application/json");
        assertThat(text(auth)).startsWith("{\"error\":\"The playground signs with the application's secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost",
                "http://localhost:8081",
                "https://localhost",
                "http://localhost.evil.example:8080",
                "null",
                "http://",
                "localhost:8080"
            })
    void aForeignPageCannotMakeABrowserSign(String origin) {
        assertThat(status(CLOSED, AUTH.withHeader("Origin", origin))).isEqualTo(403);
        assertThat(status(OPEN, USER_AUTH.withHeader("Origin", origin))).isEqualTo(403);
        assertThat(status(CLOSED, SIGN.withHeader("Origin", origin))).isEqualTo(403);
        assertThat(status(OPEN, SIGN.withHeader("Origin", origin))).isEqualTo(403);
    }

    @Test
    void aRequestThatABrowserSendsWithoutAskingIsRefused() {
        assertThat(status(OPEN, AUTH.withoutHeader("X-Reverb-Playground"))).isEqualTo(403);
        assertThat(status(OPEN, USER_AUTH.withoutHeader("X-Reverb-Playground"))).isEqualTo(403);
        assertThat(status(OPEN, SIGN.withHeader("Content-Type", "text/plain"))).isEqualTo(403);
        assertThat(status(OPEN, SIGN.withoutHeader("Content-Type"))).isEqualTo(403);
        assertThat(status(OPEN, SIGN.withHeader("Content-Type", "Application/JSON; charset=utf-8")))
                .isEqualTo(200);
    }

    @Test
    void aProgramThatIsNoBrowserNeedsNoOrigin() {
        assertThat(status(CLOSED, SIGN.withoutHeader("Origin"))).isEqualTo(200);
    }

    @Test
    void theOwnOriginMayLeaveItsDefaultPortOut() {
        assertThat(status(OPEN, SIGN.withHeader("Host", "demo.example").withHeader("Origin", "https://demo.example")))
                .isEqualTo(200);
        assertThat(status(OPEN, SIGN.withHeader("Host", "demo.example:80").withHeader("Origin", "http://DEMO.example")))
                .isEqualTo(200);
        assertThat(status(OPEN, SIGN.withHeader("Host", "[::1]:8080").withHeader("Origin", "http://[::1]:8080")))
                .isEqualTo(200);
        assertThat(status(
                        OPEN, SIGN.withHeader("Host", "demo.example:80").withHeader("Origin", "https://demo.example")))
                .isEqualTo(403);
    }

    private static int status(PlaygroundClient client, InMemoryRequest request) {
        return client.ask(request).status();
    }
}
