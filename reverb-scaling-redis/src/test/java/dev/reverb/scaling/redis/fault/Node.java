package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.SignedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A server as clients and publishers see it, which is by its port. */
abstract class Node implements AutoCloseable {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern USER_ID = Pattern.compile("\\{\"id\":\"([^\"]+)\"}");

    private final Application application;

    Node(Application application) {
        this.application = application;
    }

    abstract int port();

    /** Connects a client. */
    final SocketClient connect() {
        return SocketClient.connect(application, port());
    }

    /** Publishes an event over HTTP, and returns the answer. */
    final HttpResponse<String> publish(String channel, String data) {
        return publishLater(channel, data).join();
    }

    /** Publishes an event over HTTP, and does not wait for the answer. */
    final CompletableFuture<HttpResponse<String>> publishLater(String channel, String data) {
        String body = "{\"name\":\"E\",\"channel\":\"" + channel + "\",\"data\":\"" + data + "\"}";
        SignedRequest request = signed("POST", "/events").body(body);
        return HTTP.sendAsync(
                uri(request.target())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Publishes events, each of which is taken. */
    final void publishAll(String channel, String... data) {
        for (String each : data) {
            assertThat(publish(channel, each).statusCode()).isEqualTo(200);
        }
    }

    /** Asks the HTTP API. */
    final HttpResponse<String> get(String path) {
        return send(uri(signed("GET", path).target()).build());
    }

    /** Who is on a presence channel, by what the server answers; nobody where it cannot say. */
    final List<String> users(String channel) {
        return USER_ID.matcher(get("/channels/" + channel + "/users").body())
                .results()
                .map((MatchResult user) -> user.group(1))
                .toList();
    }

    /** What {@code /up} answers, always with status 200. */
    final String up() {
        HttpResponse<String> answer = send(uri("/up").build());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    final boolean isAway() {
        return up().contains("\"DEGRADED\"");
    }

    private SignedRequest signed(String method, String path) {
        return SignedRequest.of(application, method, "/apps/" + application.id() + path)
                .timestamp(System.currentTimeMillis() / 1_000);
    }

    private HttpRequest.Builder uri(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + target))
                .timeout(PATIENCE);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public abstract void close();
}
