package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.get;
import static dev.reverb.playground.PlaygroundClient.header;
import static dev.reverb.playground.PlaygroundClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryRequest;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlaygroundTest {

    private final PlaygroundClient client = new PlaygroundClient(true);

    @Test
    void everyFileOfThePageIsServedWithItsType() throws Exception {
        try (Stream<Path> files = Files.walk(resources())) {
            Set<String> expected = files.filter(Files::isRegularFile)
                    .map(file -> resources().relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.matches(".*\\.(js|css|svg|md|txt)|.*LICENCE"))
                    .map(name -> "/playground/" + name)
                    .collect(Collectors.toSet());
            assertThat(client.routes.keySet()).containsAll(expected);
        }
        assertThat(header(client.ask(get("/")), "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(client.ask(get("/playground/app.js")), "Content-Type"))
                .isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(client.ask(get("/playground/playground.css")), "Content-Type"))
                .isEqualTo("text/css; charset=utf-8");
    }

    @Test
    void whatThePageRefersToIsServedByTheSameServer() {
        String page = text(client.ask(get("/")));

        assertThat(matches("(?:src|href)=\"([^\"#]+)\"", page))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(client.routes).containsKey("/" + reference));
        // Relative to the page, so that they hold below a path prefix too.
        assertThat(page).doesNotContain("src=\"/", "href=\"/", "http:", "https:");
    }

    @Test
    void whatAScriptImportsIsServed() {
        List<String> scripts = client.routes.keySet().stream()
                .filter(path -> path.matches("/playground/[a-z-]+\\.js"))
                .toList();

        assertThat(scripts).hasSizeGreaterThan(10).allSatisfy(script -> {
            for (String imported : matches("from '\\./([a-z-]+\\.js)'", text(client.ask(get(script))))) {
                assertThat(client.routes).containsKey("/playground/" + imported);
            }
        });
    }

    @Test
    void thePageUsesNoIdThatItDoesNotHave() {
        String page = text(client.ask(get("/")));
        Set<String> ids = Set.copyOf(matches("\\bid=\"([^\"]+)\"", page));

        for (String script : client.routes.keySet()) {
            if (script.matches("/playground/[a-z-]+\\.js")) {
                assertThat(matches("byId\\('([^']+)'\\)", text(client.ask(get(script)))))
                        .as(script)
                        .allSatisfy(id -> assertThat(ids).contains(id));
            }
        }
    }

    @Test
    void theSecretReachesNoAnswer() {
        client.routes.keySet().stream()
                .filter(path -> !path.endsWith("auth") && !path.equals("/playground/sign"))
                .forEach(path ->
                        assertThat(text(client.ask(get(path)))).doesNotContain(PlaygroundClient.APPLICATION.secret()));
    }

    @Test
    void theConfigurationTellsWhatThePageMustKnow() {
        HttpResponse config = client.ask(get("/playground/config.json"));

        assertThat(text(config))
                .isEqualTo(
                        "{\"id\":\"3\",\"key\":\"278d425bdf160c739803\",\"acceptClientEventsFrom\":\"members\","
                                + "\"subscriptionCountEvents\":false,\"maxEventSize\":10240,\"loopbackOnly\":true,\"root\":\"../\"}");
        assertThat(header(config, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void everyAnswerKeepsThePageToItself() {
        for (String path : client.routes.keySet()) {
            HttpResponse response = client.ask(get(path));
            assertThat(header(response, "Content-Security-Policy"))
                    .contains("default-src 'self';", "frame-ancestors 'none'")
                    .endsWith("connect-src 'self' ws://localhost:8080 wss://localhost:8080")
                    .doesNotContain("unsafe");
            assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(response, "Cache-Control")).isNotNull();
            assertThat(header(response, "Access-Control-Allow-Origin")).isNull();
        }
    }

    @Test
    void aHostThatIsNoneIsNotRepeated() {
        HttpResponse response = new PlaygroundClient(false).ask(get("/").withHeader("Host", "a;script-src *"));

        assertThat(header(response, "Content-Security-Policy")).endsWith("connect-src 'self'");
    }

    @Test
    void otherMethodsAreRefusedWithTheRightOne() {
        HttpResponse post = client.ask(InMemoryRequest.of("POST", "/").withHeader("Host", "localhost"));
        assertThat(post.status()).isEqualTo(405);
        assertThat(header(post, "Allow")).isEqualTo("GET, HEAD");

        HttpResponse preflight = client.ask(InMemoryRequest.of("OPTIONS", "/playground/sign"));
        assertThat(preflight.status()).isEqualTo(405);
        assertThat(header(preflight, "Allow")).isEqualTo("POST");

        assertThat(client.ask(InMemoryRequest.of("HEAD", "/").withHeader("Host", "localhost"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyPathSuitsTheServer() {
        ReverbServer.Builder builder = ReverbServer.builder();

        Playground.of(PlaygroundClient.APPLICATION).install(builder);
        Playground.of(PlaygroundClient.APPLICATION).at("/").install(builder);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    static Path resources() {
        URL page = Objects.requireNonNull(Playground.class.getResource("index.html"));
        try {
            return Objects.requireNonNull(Path.of(page.toURI()).getParent());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
