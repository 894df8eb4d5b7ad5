package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the playground's handlers as this machine's browser would, without a server. */
final class PlaygroundClient {

    /** The credentials of the examples in Pusher's documentation, so that its signatures can be compared. */
    static final Application APPLICATION = Application.of("3", "278d425bdf160c739803", "7ad3773142a6692b25b8");

    private static final String HOST = "localhost:8080";

    final Map<String, HttpHandler> routes;

    /** At {@code /}, as the standalone server has it. */
    PlaygroundClient(boolean loopbackOnly, String... hosts) {
        this(Playground.of(APPLICATION).at("/").loopbackOnly(loopbackOnly).hosts(hosts));
    }

    PlaygroundClient(Playground playground) {
        routes = playground.routes(new FakeClock()).handlers();
    }

    static InMemoryRequest get(String path) {
        return InMemoryRequest.of("GET", path).withHeader("Host", HOST);
    }

    /** A form as {@code pusher-js} sends it, with the page's header. */
    static InMemoryRequest form(String path, String body) {
        return post(path, body)
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withHeader("X-Reverb-Playground", "1");
    }

    static InMemoryRequest json(String path, String body) {
        return post(path, body).withHeader("Content-Type", "application/json");
    }

    private static InMemoryRequest post(String path, String body) {
        return InMemoryRequest.of("POST", path)
                .withHeader("Host", HOST)
                .withHeader("Origin", "http://" + HOST)
                .withBody(body);
    }

    HttpResponse ask(HttpRequest request) {
        HttpHandler handler = routes.get(request.path());
        if (handler == null) {
            throw new AssertionError("Nothing is served at " + request.path());
        }
        return handler.handle(request).toCompletableFuture().join();
    }

    static String text(HttpResponse response) {
        return new String(response.body(), UTF_8);
    }

    static @Nullable String header(HttpResponse response, String name) {
        return response.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
