package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.SignedRequest;
import dev.reverb.tck.transport.EchoClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A program's {@code main} in a thread of its own, on a free port, until it is closed. */
final class Running implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private static final Application APPLICATION = Application.of("my-app-id", "my-app-key", "my-app-secret");

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
        awaitReverb();
    }

    /** Waits until Reverb answers: where it listens by itself, or where its host has started, too. */
    private void awaitReverb() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            assertThat(thread.isAlive()).as("the program runs").isTrue();
            assertThat(System.nanoTime()).as("the program serves in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private boolean answers() throws IOException, InterruptedException {
        try {
            return get("/app/my-app-key").statusCode() == 426;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private URI uri(String target) {
        return URI.create("http://127.0.0.1:" + port + target);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /** Publishes through the HTTP API. */
    HttpResponse<String> publish(String json) throws IOException, InterruptedException {
        SignedRequest signed = SignedRequest.of(APPLICATION, "POST", "/apps/my-app-id/events")
                .body(json)
                .timestamp(Instant.now().getEpochSecond());
        return send(HttpRequest.newBuilder(uri(signed.target()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(signed.body())));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    EchoClient connect() {
        return EchoClient.connect("ws://127.0.0.1:" + port + "/app/my-app-key");
    }

    /** Stops the program, and waits until it has ended. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as("the program goes on").isFalse();
    }
}
