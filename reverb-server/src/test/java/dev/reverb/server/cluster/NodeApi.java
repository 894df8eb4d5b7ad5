package dev.reverb.server.cluster;

import dev.reverb.application.Application;
import dev.reverb.tck.SignedRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** The HTTP API of any node. Any thread. */
final class NodeApi {

    private static final Pattern COUNT = Pattern.compile("\"([^\"]+)\":\\{\"(?:user|subscription)_count\":(\\d+)}");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Application application;

    NodeApi(Application application) {
        this.application = application;
    }

    /** Whether a node has Redis, and all that hangs on it. */
    boolean isWhole(int port) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/up"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"OK\"");
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** Publishes; the status, or a failure where there was no answer. */
    CompletableFuture<Integer> publish(int port, String channel, String data, String excludedSocketId) {
        String exclusion = excludedSocketId.isEmpty() ? "" : ",\"socket_id\":\"" + excludedSocketId + "\"";
        String body = "{\"name\":\"said\",\"channel\":\"" + channel + "\",\"data\":\"" + data + "\"" + exclusion + "}";
        return send(port, SignedRequest.of(application, "POST", path("/events")).body(body));
    }

    /** Has all connections of a user closed. */
    CompletableFuture<Integer> terminate(int port, String user) {
        return send(port, SignedRequest.of(application, "POST", path("/users/" + user + "/terminate_connections")));
    }

    private CompletableFuture<Integer> send(int port, SignedRequest signed) {
        SignedRequest request = signed.timestamp(System.currentTimeMillis() / 1_000);
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + request.target()))
                                .timeout(PATIENCE)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    /** Whether a request has reached nobody. */
    static boolean isRefused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ConnectException;
    }

    /** The occupied channels: users of a presence channel, subscriptions of any other. */
    Map<String, Integer> channels(int port) throws IOException, InterruptedException {
        Map<String, Integer> channels = new TreeMap<>();
        COUNT.matcher(get(port, path("/channels") + "?info=user_count,subscription_count"))
                .results()
                .forEach(each -> channels.put(each.group(1), Integer.valueOf(each.group(2))));
        return channels;
    }

    /** The users on a presence channel. */
    Set<String> users(int port, String channel) throws IOException, InterruptedException {
        Set<String> users = new TreeSet<>();
        ID.matcher(get(port, path("/channels/" + channel + "/users")))
                .results()
                .forEach(each -> users.add(each.group(1)));
        return users;
    }

    int connections(int port) throws IOException, InterruptedException {
        return Integer.parseInt(get(port, path("/connections")).replaceAll("\\D", ""));
    }

    private String path(String rest) {
        return "/apps/" + application.id() + rest;
    }

    private String get(int port, String target) throws IOException, InterruptedException {
        SignedRequest signed =
                SignedRequest.of(application, "GET", target).timestamp(System.currentTimeMillis() / 1_000);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + signed.target()))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
