package dev.reverb.spi;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Sends with an HTTP client. The client resolves names and connects on threads of its own. */
final class HttpWebhookSender implements WebhookSender {

    private final HttpClient client;

    HttpWebhookSender(HttpClient client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<WebhookResponse> send(WebhookRequest webhook) {
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.url())
                .timeout(WebhookRequest.TIMEOUT)
                .POST(BodyPublishers.ofByteArray(webhook.body()));
        webhook.headers().forEach(request::setHeader);
        CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(request.build(), head -> new DiscardedBody());
        CompletableFuture<WebhookResponse> answer = new CompletableFuture<>();
        exchange.whenComplete((response, failed) -> {
            if (failed == null) {
                answer.complete(read(response));
            } else {
                answer.completeExceptionally(failed);
            }
        });
        // The request's timeout ends with the head of the answer; a body that drips is ended by this only.
        answer.whenComplete((read, failed) -> {
            if (answer.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return answer;
    }

    private static WebhookResponse read(HttpResponse<Void> response) {
        return new WebhookResponse(response.statusCode(), response.headers().firstValue("Retry-After"));
    }
}
