package dev.reverb.scaling.redis.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The application's end of a webhook. What comes again under an id that it knows counts once, as the application is told to do. */
final class Hook implements AutoCloseable {

    private static final Pattern FACT =
            Pattern.compile("\\{\"name\":\"([a-z_]+)\",\"channel\":\"([^\"]+)\"(?:,\"user_id\":\"([^\"]+)\")?[^}]*}");

    private final Map<String, String> factsById = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, List<String>> facts = new HashMap<>();
    private final List<String> misfits = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile CompletableFuture<Void> answering = CompletableFuture.completedFuture(null);

    private Hook(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    static Hook start() {
        try {
            return new Hook(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void receive(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("X-Reverb-Fact-Id");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        take(id, body);
        answering.join();
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private synchronized void take(String id, String body) {
        requests.add(id);
        List<MatchResult> all = FACT.matcher(body).results().toList();
        String text = all.stream().map(MatchResult::group).toList().toString();
        String before = factsById.putIfAbsent(id, text);
        if (before == null) {
            all.forEach(fact -> facts.computeIfAbsent(fact.group(2), ignored -> new ArrayList<>())
                    .add(fact.group(1) + (fact.group(3) == null ? "" : " " + fact.group(3))));
        } else if (!before.equals(text)) {
            misfits.add(id + " was " + before + " and then " + text);
        }
    }

    /** From now on takes what comes, and does not answer until {@link #answer}. */
    void hold() {
        answering = new CompletableFuture<>();
    }

    /** Answers what has been held, and whatever comes. */
    void answer() {
        answering.complete(null);
    }

    /** The ids of what has come, also again. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** What was told of a channel, in order: {@code channel_occupied}, {@code member_added ada}. */
    synchronized List<String> facts(String channel) {
        return List.copyOf(facts.getOrDefault(channel, List.of()));
    }

    /** Ids under which two different things came. */
    synchronized List<String> misfits() {
        return List.copyOf(misfits);
    }

    @Override
    public void close() {
        answer();
        server.stop(0);
        threads.shutdownNow();
    }
}
