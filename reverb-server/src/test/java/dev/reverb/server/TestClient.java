package dev.reverb.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client of the JDK, with what it has received. */
final class TestClient implements WebSocket.Listener {

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    private TestClient() {}

    static TestClient connect(HttpClient http, String url) throws Exception {
        TestClient client = new TestClient();
        client.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(url + "?protocol=7&client=test"), client)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return client;
    }

    /** Waits for the next message. */
    String message() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("No message came.");
        }
        return message;
    }

    /** Waits for a message that contains a text. */
    String await(String text) throws InterruptedException {
        String message = message();
        while (!message.contains(text)) {
            message = message();
        }
        return message;
    }

    void send(String message) throws Exception {
        socket.sendText(message, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the server to close. */
    int closeCode() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
