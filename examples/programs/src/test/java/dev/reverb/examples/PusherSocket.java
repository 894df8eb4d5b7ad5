package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that waits for what it expects next. */
final class PusherSocket implements WebSocket.Listener {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    PusherSocket(HttpClient http, URI uri) {
        socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        parts.append(text);
        if (last) {
            messages.add(parts.toString());
            parts.setLength(0);
        }
        return WebSocket.Listener.super.onText(from, text, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    PusherSocket send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    PusherSocket expect(String... parts) throws InterruptedException {
        assertThat(messages.poll(Running.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("a message")
                .isNotNull()
                .contains(parts);
        return this;
    }

    /** The status code that the server closes with. */
    int closeCode() throws Exception {
        return closed.get(Running.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
