package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.PublishException;
import dev.reverb.PublishException.Reason;
import dev.reverb.PublishResult;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that are found later, not at all, or not in time. */
class AsyncApplicationProviderTest {

    private static final Application APP = ReverbTester.APPLICATION;
    private static final String CONNECT = "/app/app-key?protocol=7";
    private static final String UNAVAILABLE =
            "{\"event\":\"pusher:error\",\"data\":{\"code\":4200,\"message\":\"Application is not available right now\"}}";
    private static final String REASON = "Application is not available right now";
    private static final String ERROR_503 = "{\"error\":\"The application is not available right now\"}";

    private CompletableFuture<Optional<Application>> lookup = new CompletableFuture<>();
    private Supplier<CompletionStage<Optional<Application>>> answer = () -> lookup;
    private ReverbTester reverb;

    @BeforeEach
    void start() {
        reverb = ReverbTester.builder()
                .ownProvider()
                .server(settings -> settings.applicationProvider(new ApplicationProvider() {
                    @Override
                    public CompletionStage<Optional<Application>> findByKey(String key) {
                        assertThat(key).isEqualTo("app-key");
                        return answer.get();
                    }

                    @Override
                    public CompletionStage<Optional<Application>> findById(String id) {
                        assertThat(id).isEqualTo("app-id");
                        return answer.get();
                    }
                }))
                .start();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private void found() {
        lookup.complete(Optional.of(APP));
    }

    private int connections() {
        lookup = CompletableFuture.completedFuture(Optional.of(APP));
        return reverb.await(reverb.server().connectionCount("app-id"));
    }

    // ---- late ----

    @Test
    void framesThatComeTooEarlyWaitInOrder() {
        InMemoryClient socket = reverb.open(CONNECT);
        socket.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\"}}")
                .text("{\"event\":\"pusher:ping\"}")
                .ping("x")
                .expectNothing();
        reverb.advance(Duration.ofSeconds(9));
        found();
        PusherClient ada = reverb.client(socket);
        ada.expectText("{\"event\":\"pusher:pong\"}");
        socket.expectPong("x");
        ada.expectSubscribed("a").expectNothing();
    }

    @Test
    void aRequestWaitsForItsApplication() {
        InMemoryExchange request = reverb.request("GET", "/channels");
        assertThat(request.isAnswered()).isFalse();
        reverb.advance(Duration.ofSeconds(9));
        found();
        request.expect(200, "{\"channels\":{}}");
    }

    @Test
    void aPublishWaitsForItsApplication() {
        CompletableFuture<PublishResult> publish =
                reverb.server().publish("app-id", "a", "E", "{}").toCompletableFuture();
        assertThat(publish).isNotDone();
        found();
        assertThat(publish).isCompleted();
    }

    @Test
    void anApplicationThatDoesNotExistIsToldLate() {
        InMemoryClient socket = reverb.open(CONNECT);
        InMemoryExchange request = reverb.request("GET", "/channels");
        lookup.complete(Optional.empty());
        socket.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4001,\"message\":\"Application does not exist\"}}")
                .expectClose(4001, "Application does not exist")
                .expectDisconnected();
        request.expect(404, "{\"error\":\"There is no application with this id\"}");
    }

    // ---- never ----

    @Test
    void aConnectionDoesNotWaitLongerThanARequestMay() {
        InMemoryClient socket = reverb.open(CONNECT);
        reverb.advance(Duration.ofSeconds(10).minusNanos(1));
        socket.expectNothing();
        reverb.advance(Duration.ofNanos(1));
        socket.expectText(UNAVAILABLE).expectClose(4200, REASON).expectDisconnected();
        found();
        assertThat(connections()).isZero();
    }

    @Test
    void aRequestDoesNotWaitLongerEither() {
        InMemoryExchange request = reverb.request("GET", "/channels");
        CompletableFuture<PublishResult> publish =
                reverb.server().publish("app-id", "a", "E", "{}").toCompletableFuture();
        reverb.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(request.isAnswered()).isFalse();
        assertThat(publish).isNotDone();
        reverb.advance(Duration.ofNanos(1));
        assertThat(request.expect(503, ERROR_503).header("Retry-After")).contains("1");
        assertIsUnavailable(publish);
        found();
        request.expect(503, ERROR_503);
    }

    @Test
    void anAnswerInTimeLeavesNoTimer() {
        reverb.open(CONNECT);
        assertThat(reverb.clock().pendingTasks()).isEqualTo(2);
        found();
        assertThat(reverb.clock().pendingTasks()).as("only the sweep is left").isEqualTo(1);
    }

    // ---- failing ----

    static Stream<Supplier<CompletionStage<Optional<Application>>>> failures() {
        return Stream.of(
                () -> CompletableFuture.failedFuture(new IllegalStateException("no database")),
                () -> {
                    throw new IllegalStateException("no database");
                },
                () -> null,
                () -> CompletableFuture.completedFuture(null));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatFailsMayBeTriedAgain(Supplier<CompletionStage<Optional<Application>>> failure) {
        answer = failure;
        reverb.open(CONNECT).expectText(UNAVAILABLE).expectClose(4200, REASON).expectDisconnected();
        reverb.request("GET", "/channels").expect(503, ERROR_503);
        assertIsUnavailable(reverb.server().publish("app-id", "a", "E", "{}").toCompletableFuture());

        answer = () -> CompletableFuture.completedFuture(Optional.of(APP));
        reverb.connect();
        reverb.request("GET", "/connections").expect(200, "{\"connections\":1}");
    }

    @Test
    void whatFailsLaterIsNoDifferent() {
        InMemoryClient socket = reverb.open(CONNECT);
        InMemoryExchange request = reverb.request("GET", "/channels");
        lookup.completeExceptionally(new IllegalStateException("no database"));
        socket.expectText(UNAVAILABLE).expectClose(4200, REASON).expectDisconnected();
        request.expect(503, ERROR_503);
    }

    @Test
    void anAnswerOfNullThatComesLaterIsNoDifferent() {
        InMemoryClient socket = reverb.open(CONNECT);
        InMemoryExchange request = reverb.request("GET", "/channels");
        lookup.complete(null);
        socket.expectText(UNAVAILABLE).expectClose(4200, REASON).expectDisconnected();
        request.expect(503, ERROR_503);
    }

    private void assertIsUnavailable(CompletableFuture<PublishResult> publish) {
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.await(publish))
                .withMessage("The application is not available right now.")
                .withCauseInstanceOf(Exception.class)
                .matches(refused -> refused.reason() == Reason.UNAVAILABLE);
    }
}
