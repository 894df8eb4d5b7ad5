package dev.reverb.tck.application;

import dev.reverb.application.Application;
import dev.reverb.tck.SignedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The server under test, as its clients and publishers see it. */
final class KitServer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String address;

    KitServer(int port) {
        this.address = "127.0.0.1:" + port;
    }

    /** A client that has been greeted, or refused. */
    KitClient connect(Application application) {
        KitClient client = new KitClient(application);
        http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://" + address + "/app/" + application.key() + "?protocol=7"), client)
                .join();
        return client.greeted();
    }

    /** Publishes a number; returns the status. */
    int publish(Application application, int number) {
        SignedRequest signed = SignedRequest.of(application, "POST", "/apps/" + application.id() + "/events")
                .timestamp(System.currentTimeMillis() / 1_000)
                .body("{\"name\":\"%s\",\"channel\":\"%s\",\"data\":\"%d\"}"
                        .formatted(KitNumbers.EVENT, KitNumbers.CHANNEL, number));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + signed.target()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(signed.body()))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
