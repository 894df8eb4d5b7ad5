package dev.reverb.examples.springboot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A bare WebSocket, for what the client libraries do not tell: the first message, and the code of the server's Close. */
public final class Socket implements WebSocket.Listener {

    private final CompletableFuture<String> greeting = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    /**
     * Connects, and waits for the server's first message.
     *
     * @param uri where to
     */
    public Socket(URI uri) {
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
        await(greeting);
    }

    /**
     * Waits for the server's Close.
     *
     * @return its code
     */
    public int closeCode() {
        return await(closed);
    }

    private static <T> T await(CompletableFuture<T> awaited) {
        return awaited.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        greeting.complete(data.toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }
}
