package dev.reverb.spi;

import java.net.http.HttpClient;
import java.util.concurrent.CompletionStage;

/**
 * Takes what webhooks are told to where they are. One of your own brings a proxy, certificates, or another HTTP client.
 *
 * <p>The engine has at most one request under way to each webhook, and retries, waits and gives up by itself: a sender makes one
 * attempt. It keeps no request longer than that.
 */
@FunctionalInterface
public interface WebhookSender {

    /**
     * Sends one request. Called on the {@link Scheduler}'s thread, so it must not block: not for a connection, nor for the
     * resolution of a name. It follows no redirect, since what is signed is meant for that address.
     *
     * <p>An attempt has failed where this throws, the stage fails, the status is not 2xx, or nothing has come after {@link
     * WebhookRequest#TIMEOUT}; then the stage is {@linkplain java.util.concurrent.CompletableFuture#cancel cancelled}, and a
     * sender should let go of the connection.
     *
     * @param request what to send
     * @return completes on any thread, once the whole answer is there
     */
    CompletionStage<WebhookResponse> send(WebhookRequest request);

    /** The server has ended and sends nothing more. Called once, and does nothing by default. */
    default void close() {}

    /**
     * Sends with an HTTP client of your own, which stays open when the server ends. Where it follows redirects, they are followed.
     *
     * @param client with its proxy, TLS, executor and so on
     * @return a sender
     */
    static WebhookSender over(HttpClient client) {
        return new HttpWebhookSender(client);
    }

    /**
     * Sends over HTTP/1.1 with an {@link HttpClient} that is made when there is something to send, and ended with the server.
     * Threads are daemons named {@code reverb-webhook}. Proxies are those of the JVM's system properties.
     *
     * @return the default sender
     */
    static WebhookSender system() {
        return new SystemWebhookSender();
    }
}
