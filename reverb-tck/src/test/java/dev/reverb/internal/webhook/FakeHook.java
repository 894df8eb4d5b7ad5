package dev.reverb.internal.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.internal.channels.Fact;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A webhook without a socket: it answers as a test says, 200 at first, and keeps what it was sent. */
final class FakeHook {

    private final List<WebhookRequest> requests = new ArrayList<>();
    private final List<CompletableFuture<WebhookResponse>> unanswered = new ArrayList<>();
    private final List<Fact> taken = new ArrayList<>();
    private final Set<String> takenIds = new HashSet<>();
    private Function<WebhookRequest, CompletionStage<WebhookResponse>> behaviour = request -> answer(200);

    CompletionStage<WebhookResponse> receive(WebhookRequest request) {
        requests.add(request);
        CompletionStage<WebhookResponse> answer = behaviour.apply(request);
        if (answer != null) {
            answer.thenAccept(response -> take(request, response));
        }
        return answer;
    }

    private void take(WebhookRequest request, WebhookResponse response) {
        // A receiver that is to count each event once goes by the id.
        if (response.status() / 100 == 2 && takenIds.add(request.headers().get("X-Reverb-Fact-Id"))) {
            taken.addAll(ToldFacts.of(request));
        }
    }

    private static CompletionStage<WebhookResponse> answer(int status) {
        return CompletableFuture.completedFuture(WebhookResponse.of(status));
    }

    /** From now on it answers at once. */
    FakeHook answering(int status) {
        return behaving(request -> answer(status));
    }

    /** From now on it does not answer until a test does. */
    FakeHook hanging() {
        return behaving(request -> {
            CompletableFuture<WebhookResponse> answer = new CompletableFuture<>();
            unanswered.add(answer);
            return answer;
        });
    }

    FakeHook behaving(Function<WebhookRequest, CompletionStage<WebhookResponse>> newBehaviour) {
        behaviour = newBehaviour;
        return this;
    }

    /** Answers the oldest request that hangs. */
    CompletableFuture<WebhookResponse> answerOldest(int status) {
        CompletableFuture<WebhookResponse> oldest = unanswered.remove(0);
        oldest.complete(WebhookResponse.of(status));
        return oldest;
    }

    List<CompletableFuture<WebhookResponse>> unanswered() {
        return unanswered;
    }

    /** Everything that was sent, each attempt. */
    List<WebhookRequest> requests() {
        return requests;
    }

    WebhookRequest request(int number) {
        return requests.get(number);
    }

    String body(int number) {
        return new String(requests.get(number).body(), UTF_8);
    }

    List<Fact> facts(int number) {
        return ToldFacts.of(requests.get(number));
    }

    /** What it has been told and has taken, in order, each batch once. */
    List<Fact> taken() {
        return taken;
    }
}
