package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In a whole server: what it then claims, and what it leaves to the server that hosts it. */
class InstalledTest {

    private final InMemoryTransport transport = new InMemoryTransport();

    @Test
    void takesNoPathFromTheHostButItsOwn() {
        Application application = PlaygroundClient.APPLICATION;
        // [install]
        ReverbServer.Builder builder =
                ReverbServer.builder().application(application).transport(transport);
        Playground.of(application).install(builder);
        // [install]
        serving(builder, () -> {
            assertThat(ask("/playground/").status()).isEqualTo(200);
            assertThat(ask("/playground").header("Location")).hasValue("playground/");
            assertThat(ask("/playground/no-such-file").status()).isEqualTo(404);
            assertThat(ask("/").status()).isEqualTo(404);
        });
    }

    @Test
    void isBelowThePrefixWhereverItIsPut() {
        ReverbServer.Builder builder = builder().path("/ws");
        Playground.of(PlaygroundClient.APPLICATION).at("/").install(builder);
        serving(builder, () -> {
            assertThat(ask("/ws/").status()).isEqualTo(200);
            assertThat(ask("/ws/playground/app.js").status()).isEqualTo(200);
            assertThat(ask("/").status()).isEqualTo(404);
        });
    }

    @Test
    void everyApplicationCanHaveItsOwn() {
        Application other = Application.of("4", "other-key", "other-secret");
        ReverbServer.Builder builder = builder().application(other);
        Playground.of(PlaygroundClient.APPLICATION).install(builder);
        Playground.of(other).at("/playground/other").install(builder);
        serving(builder, () -> {
            assertThat(ask("/playground/config.json").body()).contains("\"id\":\"3\"", "\"root\":\"../\"");
            assertThat(ask("/playground/other/config.json").body()).contains("\"id\":\"4\"", "\"root\":\"../../\"");
        });
    }

    private ReverbServer.Builder builder() {
        return ReverbServer.builder().application(PlaygroundClient.APPLICATION).transport(transport);
    }

    private static void serving(ReverbServer.Builder builder, Runnable test) {
        ReverbServer server = builder.start();
        try {
            test.run();
        } finally {
            server.close();
        }
    }

    private InMemoryExchange ask(String path) {
        InMemoryExchange exchange = transport.request(get(path));
        // Handlers run on threads for user code.
        transport.await(exchange::isAnswered, Duration.ofSeconds(10));
        return exchange;
    }
}
