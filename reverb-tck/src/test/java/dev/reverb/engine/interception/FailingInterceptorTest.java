package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.tck.PusherClient;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failing means refusing. */
class FailingInterceptorTest extends InterceptionCase {

    static Stream<Supplier<CompletionStage<?>>> failures() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("thrown by a test on purpose");
                },
                () -> {
                    throw new NoSuchMethodError("thrown by a test on purpose");
                },
                () -> sneakyThrow(new IOException("thrown by a test on purpose")),
                () -> failedStage(new IOException("thrown by a test on purpose")),
                () -> failedStage(new IllegalStateException("thrown by a test on purpose")),
                () -> CompletableFuture.supplyAsync(() -> {
                    throw new IllegalStateException("thrown by a test on purpose");
                }),
                () -> {
                    CompletableFuture<Object> cancelled = new CompletableFuture<>();
                    cancelled.cancel(true);
                    return cancelled;
                },
                () -> completedStage(null),
                () -> CompletableFuture.supplyAsync(() -> null),
                () -> completedStage("something else"),
                () -> null);
    }

    /** As Kotlin does, or bytecode that is made so: what is checked by the compiler only. */
    @SuppressWarnings("unchecked")
    private static <T, X extends Throwable> T sneakyThrow(Throwable any) throws X {
        throw (X) any;
    }

    @SuppressWarnings("unchecked")
    private static <D> CompletionStage<D> any(Supplier<CompletionStage<?>> failure) {
        return (CompletionStage<D>) failure.get();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aConnectionIsToldToComeBackAfterAPause(Supplier<CompletionStage<?>> failure) {
        start(Interceptors.onConnection(request -> FailingInterceptorTest.<ConnectionDecision>any(failure)));
        awaitFrame(reverb.open(CONNECT))
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Connecting is not possible right now\"}}")
                .expectClose(4100, "Connecting is not possible right now")
                .expectDisconnected();
        assertThat(failures).hasValue(1);
        assertThat(connections()).isZero();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSubscriptionIsNotAvailable(Supplier<CompletionStage<?>> failure) {
        start(Interceptors.onSubscription(request -> FailingInterceptorTest.<SubscriptionDecision>any(failure)));
        PusherClient ada = reverb.connect().subscribe("a");
        awaitFrame(ada)
                .expectText(
                        "{\"event\":\"pusher:subscription_error\",\"channel\":\"a\",\"data\":{\"type\":\"ServerError\","
                                + "\"error\":\"The channel is not available right now\",\"status\":503}}")
                .expectNothing();
        assertThat(failures).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aClientEventIsRefused(Supplier<CompletionStage<?>> failure) {
        start(Interceptors.onClientEvent(request -> FailingInterceptorTest.<ClientEventDecision>any(failure)));
        PusherClient bob = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        PusherClient ada = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
        ada.whisper("private-a", "client-x", "1");
        awaitFrame(ada)
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"Client events are not possible right now\"}}")
                .expectNothing();
        bob.expectNothing();
        assertThat(failures).hasValue(1);
    }

    @Test
    void whatADecisionDoesNotTakeIsAFailure() {
        start(Interceptors.onConnection(request -> completedStage(ConnectionDecision.refuse(4300, "no such code"))));
        awaitFrame(reverb.open(CONNECT)).skip();
        assertThat(failures).hasValue(1);
    }
}
