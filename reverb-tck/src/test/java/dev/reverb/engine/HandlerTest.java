package dev.reverb.engine;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of the application's own beside the engine's paths. */
class HandlerTest {

    private static final String FAILED = "{\"error\":\"The server failed on this request\"}";

    private ReverbTester reverb;

    private void start(String path, HttpHandler handler) {
        reverb = ReverbTester.builder()
                .server(settings -> settings.path("/ws").handler(path, handler))
                .start();
    }

    @AfterEach
    void stop() {
        if (reverb != null) {
            reverb.close();
        }
    }

    private InMemoryExchange request(String method, String target) {
        InMemoryExchange exchange = reverb.transport().request(InMemoryRequest.of(method, target));
        reverb.transport().await(exchange::isAnswered, Duration.ofSeconds(10));
        return exchange;
    }

    @Test
    void aHandlerAnswersItsPathAndNoOther() {
        start("/metrics", request -> completedStage(HttpResponse.json(200, "\"" + request.method() + "\"")));
        request("GET", "/ws/metrics?x=1").expect(200, "\"GET\"");
        request("DELETE", "/ws/metrics").expect(200, "\"DELETE\"");
        for (String other : List.of("/metrics", "/ws/metrics/", "/ws/Metrics", "/ws/metric", "/ws")) {
            request("GET", other).expect(404, "{\"error\":\"There is nothing at this path\"}");
        }
    }

    @Test
    void itRunsAwayFromTheLanesAndMayAnswerLater() {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        CompletableFuture<String> thread = new CompletableFuture<>();
        start("/slow", request -> {
            thread.complete(Thread.currentThread().getName());
            return answer;
        });
        InMemoryExchange exchange = reverb.transport().request(InMemoryRequest.of("GET", "/ws/slow"));
        assertThat(thread.join()).startsWith("reverb-handler-");
        assertThat(exchange.isAnswered()).isFalse();
        answer.complete(HttpResponse.empty(204));
        reverb.transport().await(exchange::isAnswered, Duration.ofSeconds(10));
        exchange.expect(204, "");
    }

    @SuppressWarnings("unchecked")
    private static <T, X extends Throwable> T sneakyThrow(Throwable any) throws X {
        throw (X) any;
    }

    static Stream<HttpHandler> broken() {
        return Stream.of(
                request -> {
                    throw new IllegalStateException("thrown by a test on purpose");
                },
                request -> {
                    throw new NoSuchMethodError("thrown by a test on purpose");
                },
                request -> sneakyThrow(new IOException("thrown by a test on purpose")),
                request -> failedStage(new IllegalStateException("thrown by a test on purpose")),
                request -> completedStage(null),
                request -> null);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenHandlerIsAnsweredFor(HttpHandler handler) {
        start("/broken", handler);
        request("GET", "/ws/broken").expect(500, FAILED);
        request("GET", "/ws/broken").expect(500, FAILED);
        request("GET", "/ws/up").expect(200, "{\"health\":\"OK\"}");
    }

    @Test
    void moreThan256AtATimeAreToldToComeBack() {
        CountDownLatch latch = new CountDownLatch(1);
        start("/blocked", request -> {
            try {
                latch.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return completedStage(HttpResponse.empty(204));
        });
        List<InMemoryExchange> running = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            running.add(reverb.transport().request(InMemoryRequest.of("GET", "/ws/blocked")));
        }
        InMemoryExchange refused =
                request("GET", "/ws/blocked").expect(503, "{\"error\":\"Too many requests are being answered\"}");
        assertThat(refused.header("Retry-After")).contains("1");
        request("GET", "/ws/up").expect(200, "{\"health\":\"OK\"}");
        latch.countDown();
        reverb.transport().await(() -> running.stream().allMatch(InMemoryExchange::isAnswered), Duration.ofSeconds(10));
        running.forEach(exchange -> exchange.expect(204, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app/x", "/apps/x", "/up", "metrics", ""})
    void theEnginesOwnPathsAreNotForHandlers(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReverbServer.builder().handler(path, request -> completedStage(null)))
                .withMessage("Not a path for a handler: \"" + path + "\"");
    }
}
