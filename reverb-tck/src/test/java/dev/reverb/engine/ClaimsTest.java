package dev.reverb.engine;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of a host's paths a mounted server takes. */
class ClaimsTest {

    private static final List<String> PATHS = List.of(
            "/",
            "/app",
            "/app/key",
            "/apps",
            "/apps/1/events",
            "/application",
            "/up",
            "/up/",
            "/page",
            "/ws",
            "/ws/",
            "/ws/app/key",
            "/ws/apps/1/events",
            "/ws/up",
            "/ws/page",
            "/wsx/app/key");

    @Test
    void atTheRootConnectionsAndTheApiOnly() {
        assertThat(claimed(builder -> {})).containsExactly("/app/key", "/apps/1/events");
    }

    @Test
    void upAndPagesOnRequest() {
        assertThat(claimed(builder -> builder.claimUp().handler("/page", request -> page())))
                .containsExactly("/app/key", "/apps/1/events", "/up", "/page");
    }

    @Test
    void belowAPrefixAllThatThereIs() {
        assertThat(claimed(builder -> builder.path("/ws").handler("/page", request -> page())))
                .containsExactly("/ws/app/key", "/ws/apps/1/events", "/ws/up", "/ws/page");
    }

    private static CompletionStage<HttpResponse> page() {
        return completedStage(HttpResponse.empty(204));
    }

    private static Stream<String> claimed(Consumer<ReverbServer.Builder> settings) {
        HostTransport transport = new HostTransport();
        ReverbServer.Builder builder = ReverbServer.builder()
                .application(Application.of("1", "key", "secret"))
                .transport(transport);
        settings.accept(builder);
        builder.start().close();
        return PATHS.stream().filter(transport.endpoint()::claims);
    }

    /** Hears of the engine and nothing else. */
    private static final class HostTransport implements Transport {

        private @Nullable ServerEndpoint endpoint;

        ServerEndpoint endpoint() {
            return Objects.requireNonNull(endpoint);
        }

        @Override
        public String name() {
            return "host";
        }

        @Override
        public void start(ServerEndpoint engine) {
            endpoint = engine;
        }

        @Override
        public List<Lane> lanes() {
            return List.of();
        }

        @Override
        public int port() {
            return -1;
        }

        @Override
        public void stopAccepting() {}

        @Override
        public void stop() {}
    }
}
