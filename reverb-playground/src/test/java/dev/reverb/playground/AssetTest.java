package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.get;
import static dev.reverb.playground.PlaygroundClient.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.spi.transport.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetTest {

    private final PlaygroundClient client = new PlaygroundClient(true);

    @Test
    void aLibraryIsKeptForeverSinceItsPathNamesItsVersion() {
        HttpResponse library = client.ask(get("/playground/vendor/pusher-js-8.6.0/pusher.min.js"));

        assertThat(header(library, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(library, "ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(library.body()).hasSize(60_621);
    }

    @Test
    void ourOwnFilesAreAskedForAgain() {
        assertThat(header(client.ask(get("/")), "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(client.ask(get("/playground/app.js")), "Cache-Control"))
                .isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void whatTheBrowserHasIsNotSentAgain(String ifNoneMatch) {
        String etag = Objects.requireNonNull(header(client.ask(get("/")), "ETag"));

        HttpResponse response = client.ask(get("/").withHeader("If-None-Match", ifNoneMatch.formatted(etag)));

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "ETag")).isEqualTo(etag);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void whatTheBrowserHasOfAnotherVersionIs() {
        HttpResponse response = client.ask(get("/").withHeader("If-None-Match", "\"other\""));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isNotEmpty();
    }

    @Test
    void aMissingFileIsToldAtOnce() {
        assertThatThrownBy(() -> Asset.load("missing.js", CachePolicy.NEVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The playground lacks its file missing.js");
    }
}
