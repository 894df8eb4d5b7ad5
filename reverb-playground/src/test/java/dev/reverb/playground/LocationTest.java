package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.get;
import static dev.reverb.playground.PlaygroundClient.header;
import static dev.reverb.playground.PlaygroundClient.json;
import static dev.reverb.playground.PlaygroundClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.HttpResponse;
import java.net.URI;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page works wherever it is put, and leaves every other path alone. */
class LocationTest {

    private static final Playground PLAYGROUND = Playground.of(PlaygroundClient.APPLICATION);
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");
    private static final Pattern ROOT = Pattern.compile("\"root\":\"([^\"]+)\"");

    @ParameterizedTest
    @CsvSource({"/,/,/playground/", "/playground,/playground/,/playground/", "/dev/reverb,/dev/reverb/,/dev/reverb/"})
    void thePageAndItsFilesFindEachOther(String path, String page, String files) {
        PlaygroundClient client = new PlaygroundClient(PLAYGROUND.at(path));

        assertThat(REFERENCE.matcher(text(client.ask(get(page)))).results())
                .hasSizeGreaterThan(8)
                .allSatisfy(reference -> assertThat(client.routes)
                        .containsKey(
                                URI.create(page).resolve(reference.group(1)).getPath()));
        assertThat(client.routes).containsKeys(files + "app.js", files + "auth", files + "sign");
        assertThat(ROOT.matcher(text(client.ask(get(files + "config.json")))).results())
                .singleElement()
                .satisfies(root ->
                        assertThat(URI.create(files).resolve(root.group(1))).isEqualTo(URI.create("/")));
        HttpResponse signed = client.ask(json(files + "sign", "{\"method\":\"GET\",\"path\":\"/apps/3/channels\"}"));
        assertThat(signed.status()).isEqualTo(200);
    }

    @Test
    void byDefaultItLeavesTheRootAndAllOtherPathsToOthers() {
        assertThat(new PlaygroundClient(PLAYGROUND).routes.keySet())
                .contains("/playground", "/playground/")
                .allMatch(path -> path.equals("/playground") || path.startsWith("/playground/"));
    }

    @ParameterizedTest
    @CsvSource({"/playground,playground/", "/dev/reverb,reverb/"})
    void whoForgetsTheSlashIsLedThere(String path, String reference) {
        PlaygroundClient client = new PlaygroundClient(PLAYGROUND.at(path));
        HttpResponse redirect = client.ask(get(path));

        assertThat(redirect.status()).isEqualTo(308);
        assertThat(header(redirect, "Location")).isEqualTo(reference);
        assertThat(URI.create("/ws" + path).resolve(reference)).hasPath("/ws" + path + "/");
        assertThat(client.ask(get(path).withRemoteAddress("10.0.0.1")).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "playground",
                "/playground/",
                "//",
                "/a//b",
                "/a?b",
                "/a#b",
                "/a%2Fb",
                "/..",
                "/a/../b",
                "/a\"b"
            })
    void otherPathsAreRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAYGROUND.at(path))
                .withMessageContaining("not \"" + path + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known", "/a..b", "/A-Z_0~9"})
    void dotsInNamesAreNot(String path) {
        assertThat(new PlaygroundClient(PLAYGROUND.at(path)).routes).containsKey(path + "/");
    }

    @Test
    void theEnginesOwnPathsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAYGROUND.at("/apps/playground").install(ReverbServer.builder()));
    }
}
