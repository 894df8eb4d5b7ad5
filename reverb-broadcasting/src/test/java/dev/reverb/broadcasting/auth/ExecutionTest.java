package dev.reverb.broadcasting.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** When and where the application's code runs, and what becomes of it where it does not end well. */
class ExecutionTest extends AuthCase {

    private final FakeClock clock = new FakeClock();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final CompletableFuture<Admission> decision = new CompletableFuture<>();

    private BroadcastingAuth.Builder builder() {
        return BroadcastingAuth.builder(AUTHORIZER, channels).scheduler(clock);
    }

    private static CompletableFuture<HttpResponse> ask(BroadcastingAuth auth, String channel) {
        return auth.handle(subscribing("7", channel)).toCompletableFuture();
    }

    private void runQueue() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }

    @Test
    void runsOnTheExecutor() {
        channels.authorize("orders", (user, p) -> true);
        CompletableFuture<HttpResponse> answer =
                ask(builder().executor(queue::add).build(), "private-orders");
        assertThat(answer).isNotDone();
        runQueue();
        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void theHostsExecutorServesWhereThereIsNoOther() {
        channels.authorize("orders", (user, p) -> true);
        AuthRequest request = AuthRequest.of(subscribing("7", "private-orders"));
        CompletableFuture<HttpResponse> answer =
                builder().build().handle(request, queue::add).toCompletableFuture();
        assertThat(answer).isNotDone();
        runQueue();
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(builder()
                        .executor(Runnable::run)
                        .build()
                        .handle(request, queue::add)
                        .toCompletableFuture())
                .isDone();
    }

    @Test
    void whatIsRefusedBeforehandNeedsNoExecutor() {
        BroadcastingAuth auth = builder()
                .executor(task -> {
                    throw new AssertionError();
                })
                .build();
        assertThat(auth.handle(form("/broadcasting/auth", ""))
                        .toCompletableFuture()
                        .join()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void rulesMayDecideLater() {
        channels.authorizeAsync("orders.{id}", (user, p) -> decision);
        CompletableFuture<HttpResponse> answer = ask(builder().build(), "private-orders.1");
        assertThat(answer).isNotDone();
        decision.complete(Admission.granted());
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void whatFollowsALaterStepRunsOnTheExecutorToo() {
        CompletableFuture<Optional<BroadcastUser>> user = new CompletableFuture<>();
        List<String> ran = new ArrayList<>();
        channels.guardAsync("later", request -> user)
                .withGuards("later")
                .authorize("orders", (who, p) -> ran.add("rule"));
        CompletableFuture<HttpResponse> answer =
                ask(builder().executor(queue::add).build(), "private-orders");
        runQueue();
        user.complete(Optional.of(BroadcastUser.of("7")));
        assertThat(ran).as("not on the thread that found the user").isEmpty();
        runQueue();
        assertThat(ran).containsExactly("rule");
        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void aLaterGuardThatFindsNobodyLeavesItToTheNext() {
        CompletableFuture<Optional<BroadcastUser>> user = new CompletableFuture<>();
        channels.guardAsync("later", request -> user)
                .withGuards("later", Channels.DEFAULT_GUARD)
                .authorize("orders", (who, p) -> who.id().equals("7"));
        CompletableFuture<HttpResponse> answer = ask(builder().build(), "private-orders");
        user.complete(Optional.empty());
        assertThat(answer.join().status()).isEqualTo(200);
    }

    @Test
    void aRuleThatFailsIsA500AndTellsNothing() {
        channels.authorize("a", (user, p) -> {
                    throw new java.io.IOException("The database is at 10.0.0.7");
                })
                .authorizeAsync(
                        "b",
                        (user, p) -> CompletableFuture.failedFuture(
                                new CompletionException(new IllegalStateException("broken"))))
                .authorizeAsync("c", (user, p) -> {
                    throw new IllegalStateException("thrown");
                })
                .bind("x", text -> {
                    throw new IllegalStateException("unbound");
                })
                .authorize("d.{x}", (user, p) -> true);
        for (String channel : List.of("a", "b", "c", "d.1")) {
            HttpResponse response = ask(builder().build(), "private-" + channel).join();
            assertThat(response.status()).isEqualTo(500);
            assertThat(text(response)).isEqualTo("{\"error\":\"Server error\"}");
        }
        String begin = "ERROR A client that wants to join private-";
        assertThat(log.lines())
                .containsExactly(
                        begin + "a is answered 500: The database is at 10.0.0.7",
                        begin + "b is answered 500: broken",
                        begin + "c is answered 500: thrown",
                        begin + "d.1 is answered 500: unbound");
    }

    @Test
    void anErrorIsA500AndCountsNoMore() {
        channels.authorize("orders", (user, p) -> {
            throw new StackOverflowError("too deep");
        });
        BroadcastingAuth auth = builder().maxPending(1).build();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(auth, "private-orders").join().status()).isEqualTo(500);
        }
        assertThat(log.lines().get(2)).endsWith(" is answered 500: too deep");
    }

    @Test
    void aGuardThatFailsIsA500() {
        channels.guard("broken", request -> {
                    throw new IllegalStateException("broken");
                })
                .withGuards("broken", Channels.DEFAULT_GUARD)
                .authorize("orders", (user, p) -> true);
        assertThat(status("7", "private-orders")).isEqualTo(500);
    }

    @Test
    void aRuleThatSaysNothingSaysNo() {
        channels.authorizeAsync("orders", (user, p) -> CompletableFuture.completedFuture(null));
        assertThat(status("7", "private-orders")).isEqualTo(403);
    }

    @Test
    void anEncryptedChannelWithoutAKeyIsA500() {
        channels.authorize("orders", (user, p) -> true);
        ClientAuthorizer keyless = ClientAuthorizer.of(Application.of("app", "my-key", "my-secret"));
        BroadcastingAuth auth = BroadcastingAuth.of(keyless, channels);
        assertThat(ask(auth, "private-encrypted-orders").join().status()).isEqualTo(500);
        assertThat(log.lines()).singleElement().asString().contains("Encrypted channels need a key");
        assertThat(ask(auth, "private-orders").join().status()).isEqualTo(200);
    }

    @Test
    void anExecutorThatTakesNoMoreIsA503() {
        channels.authorize("orders", (user, p) -> true);
        BroadcastingAuth auth = builder()
                .executor(task -> {
                    throw new RejectedExecutionException();
                })
                .maxPending(1)
                .build();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(auth, "private-orders").join().status()).isEqualTo(503);
        }
        assertThat(log.lines().get(0))
                .isEqualTo("WARN A client that wants to join private-orders is answered 503: the"
                        + " executor takes no more");
    }

    @Test
    void anAnswerComesInTime() {
        channels.authorizeAsync("orders", (user, p) -> decision);
        CompletableFuture<HttpResponse> answer = ask(builder().build(), "private-orders");
        clock.advance(BroadcastingAuth.DEFAULT_TIMEOUT.minusNanos(1));
        assertThat(answer).isNotDone();
        clock.advance(Duration.ofNanos(1));
        assertThat(answer.join().status()).isEqualTo(503);
        decision.complete(Admission.granted());
        assertThat(answer.join().status()).isEqualTo(503);
        assertThat(log.lines())
                .containsExactly("WARN A client is answered 503: a guard or channel rule has not ended in PT10S");
    }

    @Test
    void onlySoManyAreUnderWay() {
        channels.authorizeAsync("orders", (user, p) -> decision);
        BroadcastingAuth auth = builder().maxPending(2).build();
        List<CompletableFuture<HttpResponse>> waiting =
                List.of(ask(auth, "private-orders"), ask(auth, "private-orders"));
        assertThat(ask(auth, "private-orders").join().status()).isEqualTo(503);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        decision.complete(Admission.granted());
        assertThat(waiting).allMatch(answer -> answer.join().status() == 200);
        assertThat(ask(auth, "private-orders").join().status()).isEqualTo(200);
        assertThat(log.lines())
                .containsExactly("WARN A client is answered 503: 2 wait already to join a channel or to sign in");
    }
}
