package dev.reverb.spring.boot;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client of the JDK. */
final class Client implements WebSocket.Listener {

    private static final int PATIENCE = 20;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    Client(String uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(uri), this)
                .join();
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    /** Waits for a message with this in it. */
    String awaitMessage(String part) throws InterruptedException {
        while (true) {
            String message = messages.poll(PATIENCE, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("Waited in vain for " + part);
            }
            if (message.contains(part)) {
                return message;
            }
        }
    }

    /** Waits for the server's Close, and returns its code. */
    int awaitClose() {
        return closed.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }
}
