package dev.reverb.internal;

import dev.reverb.internal.http.HttpApi;
import dev.reverb.internal.protocol.ProtocolEngine;
import dev.reverb.internal.threads.UserExecutor;
import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.WebSocketHandshake;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as its transports see it. */
final class Endpoint implements ServerEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final HttpResponse HEALTHY = HttpResponse.json(200, "{\"health\":\"OK\"}");
    private static final HttpResponse DRAINING =
            HttpResponse.json(503, "{\"health\":\"DRAINING\"}").withHeader("Retry-After", "1");
    private static final HttpResponse NOT_FOUND =
            HttpResponse.json(404, "{\"error\":\"There is nothing at this path\"}");
    private static final HttpResponse BUSY = HttpResponse.json(
                    503, "{\"error\":\"Too many requests are being answered\"}")
            .withHeader("Retry-After", "1");
    private static final HttpResponse FAILED =
            HttpResponse.json(500, "{\"error\":\"The server failed on this request\"}");
    private static final HttpResponse UP_METHODS = HttpResponse.json(
                    405, "{\"error\":\"This path does not take that method\"}")
            .withHeader("Allow", "GET, HEAD");

    private final Engine engine;
    private final ServerSettings settings;
    private final Lanes lanes;
    private final ProtocolEngine protocol;
    private final HttpApi api;
    private final Map<String, HttpHandler> handlers;
    private final UserExecutor userExecutor;
    private final boolean claimsUp;
    private volatile boolean unhealthy;
    private volatile HttpResponse health = HEALTHY;
    private volatile boolean refusingUpgrades;

    Endpoint(
            Engine engine,
            ServerSettings settings,
            Lanes lanes,
            ProtocolEngine protocol,
            HttpApi api,
            Map<String, HttpHandler> handlers,
            UserExecutor userExecutor) {
        this.engine = engine;
        this.settings = settings;
        this.lanes = lanes;
        this.protocol = protocol;
        this.api = api;
        this.handlers = handlers;
        this.userExecutor = userExecutor;
        // At its root a host's health is more than ours; below a prefix nobody else has anything.
        this.claimsUp = settings.claimsUp() || !settings.path().isEmpty();
    }

    void reportUnhealthy() {
        unhealthy = true;
    }

    /** The scaling back-end is away since then, or there. Connections are served all the same, so this is no 503. */
    void reportDegraded(Optional<Instant> since) {
        health = since.map(begin -> HttpResponse.json(200, "{\"health\":\"DEGRADED\",\"since\":\"" + begin + "\"}"))
                .orElse(HEALTHY);
    }

    void refuseUpgrades() {
        refusingUpgrades = true;
    }

    /** The path without the server's prefix, or null where it has another. */
    private @Nullable String withoutPrefix(String path) {
        String prefix = settings.path();
        if (prefix.isEmpty()) {
            return path;
        }
        return path.startsWith(prefix) && path.length() > prefix.length() && path.charAt(prefix.length()) == '/'
                ? path.substring(prefix.length())
                : null;
    }

    /** A page at the root of a prefix is asked for without its slash, too. */
    private boolean isBarePrefix(String path) {
        return !settings.path().isEmpty() && path.equals(settings.path()) && handlers.containsKey("/");
    }

    private HttpResponse toItsRoot() {
        return HttpResponse.empty(308).withHeader("Location", settings.path() + "/");
    }

    @Override
    public boolean claims(String path) {
        String own = withoutPrefix(path);
        return own == null
                ? isBarePrefix(path)
                : own.startsWith("/app/")
                        || HttpApi.claims(own)
                        || own.equals("/up") && claimsUp
                        || handlers.containsKey(own);
    }

    @Override
    public @Nullable HttpResponse refuseUpgrade(HttpRequest request) {
        HttpResponse refusal = WebSocketHandshake.refusal(request);
        return refusal == null && refusingUpgrades ? DRAINING : refusal;
    }

    @Override
    public boolean compresses() {
        return settings.compression();
    }

    @Override
    public ConnectionHandler connect(HttpRequest request, TransportConnection connection) {
        return protocol.connect(lanes.workerOf(connection.lane()), request, connection);
    }

    @Override
    public void handle(HttpRequest request, HttpResponder responder) {
        String path = withoutPrefix(request.path());
        if (path == null) {
            responder.respond(isBarePrefix(request.path()) ? toItsRoot() : NOT_FOUND);
        } else if (HttpApi.claims(path)) {
            api.handle(path, request, responder);
        } else if (path.equals("/up")) {
            boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
            responder.respond(!reading ? UP_METHODS : unhealthy ? DRAINING : health);
        } else if (path.startsWith("/app/")) {
            HttpResponse refusal = WebSocketHandshake.refusal(request);
            responder.respond(refusal == null ? NOT_FOUND : refusal);
        } else {
            handleByUser(path, request, responder);
        }
    }

    private void handleByUser(String path, HttpRequest request, HttpResponder responder) {
        HttpHandler handler = handlers.get(path);
        if (handler == null) {
            responder.respond(NOT_FOUND);
            return;
        }
        if (engine.hasEnded()) {
            responder.respond(DRAINING);
            return;
        }
        try {
            userExecutor.execute(() -> answer(handler, request, responder));
        } catch (RejectedExecutionException full) {
            responder.respond(BUSY);
        }
    }

    private static void answer(HttpHandler handler, HttpRequest request, HttpResponder responder) {
        try {
            handler.handle(request)
                    .thenApply(Objects::requireNonNull)
                    .whenComplete((response, failed) ->
                            responder.respond(failed == null ? response : failed(request, failed)));
        } catch (Throwable broken) {
            responder.respond(failed(request, broken));
        }
    }

    private static HttpResponse failed(HttpRequest request, Throwable cause) {
        LOG.error("The handler of {} failed", request.path(), cause);
        return FAILED;
    }

    @Override
    public int maxRequestSize() {
        return settings.maxRequestSize();
    }

    @Override
    public Duration requestTimeout() {
        return settings.requestTimeout();
    }

    @Override
    public Lane nextLane() {
        return lanes.nextOwn();
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return engine.shutdown();
    }
}
