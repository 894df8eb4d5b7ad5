package dev.reverb.spi;

import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes its client when there is something to send. As many threads as attempts are at work; they end when they are idle. Until
 * Java 21 a client cannot be closed: its own thread ends when nobody knows the client any more.
 */
final class SystemWebhookSender implements WebhookSender {

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads = threads();
    private @Nullable HttpClient client;
    private volatile boolean closed;

    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "reverb-webhook-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public CompletableFuture<WebhookResponse> send(WebhookRequest request) {
        checkOpen();
        CompletableFuture<WebhookResponse> answer = new CompletableFuture<>();
        // The first time a client is made, which reads the machine's certificates; others wait there, and not here.
        threads.execute(() -> send(request, answer));
        return answer;
    }

    private void send(WebhookRequest request, CompletableFuture<WebhookResponse> answer) {
        if (answer.isDone()) {
            return;
        }
        try {
            CompletableFuture<WebhookResponse> attempt = new HttpWebhookSender(client()).send(request);
            attempt.whenComplete((response, failed) -> {
                if (failed == null) {
                    answer.complete(response);
                } else {
                    answer.completeExceptionally(failed);
                }
            });
            answer.whenComplete((response, failed) -> attempt.cancel(true));
        } catch (RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
        }
    }

    private synchronized HttpClient client() {
        checkOpen();
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(WebhookRequest.TIMEOUT)
                    .executor(threads)
                    .build();
        }
        return client;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The sender of webhooks is closed.");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            shutDown(client);
            client = null;
        }
        // Not shut down: the client may need them to end what is under way.
        threads.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }

    private static void shutDown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException olderJava) {
            // It ends when it is collected.
        }
    }
}
