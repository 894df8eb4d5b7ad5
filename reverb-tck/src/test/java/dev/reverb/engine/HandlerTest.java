package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of the application's own beside the engine's. */
class HandlerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpHandler ECHO = request -> CompletableFuture.completedFuture(
            HttpResponse.of(200, "text/plain", (request.method() + " " + request.path()).getBytes()));

    private ReverbTester reverb;

    private void start(String prefix, String path, HttpHandler handler) {
        reverb = ReverbTester.builder()
                .server(builder -> builder.path(prefix).handler(path, handler))
                .start();
    }

    @AfterEach
    void stop() {
        if (reverb != null) {
            reverb.close();
        }
    }

    private HttpResponse get(String path) {
        InMemoryExchange exchange = reverb.transport().request(InMemoryRequest.of("GET", path));
        reverb.transport().await(exchange::isAnswered, PATIENCE);
        return exchange.response();
    }

    @Test
    void answersItsPathAndNoOther() {
        start("", "/metrics", ECHO);

        assertThat(new String(get("/metrics").body())).isEqualTo("GET /metrics");
        assertThat(get("/metrics/").status()).isEqualTo(404);
        assertThat(get("/other").status()).isEqualTo(404);
    }

    @Test
    void liesUnderThePrefix() {
        start("/ws", "/metrics", ECHO);

        assertThat(new String(get("/ws/metrics").body())).isEqualTo("GET /ws/metrics");
        assertThat(get("/metrics").status()).isEqualTo(404);
        assertThat(get("/ws").status()).isEqualTo(404);
    }

    @Test
    void atTheRootOfAPrefixIsFoundWithoutTheSlash() {
        start("/ws", "/", ECHO);

        HttpResponse answer = get("/ws");

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.headers()).contains(java.util.Map.entry("Location", "/ws/"));
        assertThat(get("/ws/").status()).isEqualTo(200);
    }

    @Test
    void thatThrowsOrFailsIsAnswered500() {
        start("", "/throws", request -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(get("/throws").status()).isEqualTo(500);
        stop();
        start("", "/fails", request -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
        assertThat(get("/fails").status()).isEqualTo(500);
    }

    @Test
    void mayNotTakeTheEnginesPaths() {
        for (String path : new String[] {"/app/x", "/apps/x", "/up", "metrics", ""}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ReverbServer.builder().handler(path, ECHO))
                    .withMessageContaining("Not a path for a handler");
        }
    }
}
