package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program's {@code main} in a thread of its own, on a free port, until it is closed. */
final class Running implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A program's {@code main}. */
    interface Program {
        void main(String... args) throws Exception;
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread thread;
    private final int port;

    Running(Program program) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        thread = new Thread(
                () -> {
                    try {
                        program.main(Integer.toString(port));
                    } catch (InterruptedException told) {
                        // This is how it is told to stop.
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                "program");
        thread.start();
        awaitUp();
    }

    private void awaitUp() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                assertThat(get("/up")).isEqualTo("{\"health\":\"OK\"}");
                return;
            } catch (ConnectException notYet) {
                assertThat(System.nanoTime()).as("the program serves in time").isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    String get(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Connects; answers the first message. */
    String connect() throws InterruptedException {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/app/my-app-key"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        messages.add(text.toString());
                        return WebSocket.Listener.super.onText(socket, text, last);
                    }
                })
                .join();
        return messages.poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as("the program has ended").isFalse();
    }
}
