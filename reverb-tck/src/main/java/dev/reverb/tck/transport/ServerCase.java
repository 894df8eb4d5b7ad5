package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.SignedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all cases with a real server have in common. A case starts it as it needs it; it is shut down behind the test. */
abstract class ServerCase extends LinkCase {

    static final Application APPLICATION = Application.builder("kit-id", "kit-key", "kit-secret")
            .maxEventSize(200_000)
            .maxOutboundBytes(400_000)
            .build();

    /** What is served at the root of a transport with a port of its own. */
    static final String NOTHING_HERE = "{\"error\":\"There is nothing at this path\"}";

    private @Nullable ReverbServer server;
    private String prefix = "";

    ServerCase(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @BeforeEach
    final void prepare() throws Exception {
        createTransport();
    }

    @AfterEach
    final void shutDown() throws Exception {
        closeClients();
        if (server != null) {
            awaitShutdown();
        }
        underTest().close();
    }

    static ReverbServer.Builder settings() {
        return ReverbServer.builder()
                .application(APPLICATION)
                .claimUp()
                .drainTimeout(Duration.ofSeconds(1))
                .maxRequestSize(400_000);
    }

    final ReverbServer start(ReverbServer.Builder settings, Transport transport) {
        server = settings.transport(transport).start();
        return server;
    }

    final ReverbServer start() {
        return start(settings(), underTest().transport());
    }

    final ReverbServer startUnder(String newPrefix) {
        prefix = newPrefix;
        return start(settings().path(prefix), underTest().transport());
    }

    final void awaitShutdown() {
        CompletionStage<Void> down = Objects.requireNonNull(server).shutdown();
        await("the shutdown", down.toCompletableFuture()::isDone);
    }

    // Clients.

    final WebSocketLink open(String key) throws IOException {
        return WebSocketLink.connect(open(), framesItself(), prefix + "/app/" + key + "?protocol=7&client=kit")
                .answeringCloses();
    }

    final PusherLink connect() throws IOException {
        return new PusherLink(APPLICATION, open(APPLICATION.key()));
    }

    /** A client that takes compression. */
    final PusherLink connectCompressed(String channel) throws IOException {
        String target = prefix + "/app/" + APPLICATION.key() + "?protocol=7&client=kit";
        WebSocketLink socket = WebSocketLink.connectCompressed(open(), target).answeringCloses();
        return new PusherLink(APPLICATION, socket).subscribe(channel);
    }

    final PusherLink connect(String channel) throws IOException {
        return connect().subscribe(channel);
    }

    // Requests.

    /** A request of the HTTP API as bytes, signed; the path is what follows {@code /apps/{id}}. */
    final String signed(String method, String path, String body) {
        SignedRequest request = SignedRequest.of(APPLICATION, method, "/apps/" + APPLICATION.id() + path)
                .timestamp(System.currentTimeMillis() / 1_000)
                .under(prefix);
        if (!body.isEmpty()) {
            request.body(body);
        }
        return request(method, request.target(), body);
    }

    static String request(String method, String target, String body, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                + (body.isEmpty() && method.equals("GET")
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n")
                + "\r\n" + body;
    }

    static String event(String channel, String name, String data) {
        return "{\"name\":\"" + name + "\",\"channels\":[\"" + channel + "\"],\"data\":\"" + data + "\"}";
    }

    final HttpAnswer publish(String channel, String name, String data) throws IOException {
        try (HttpClientLink http = http()) {
            return http.send(signed("POST", "/events", event(channel, name, data)))
                    .receive();
        }
    }

    final HttpAnswer get(String path) throws IOException {
        try (HttpClientLink http = http()) {
            return http.send(signed("GET", path, "")).receive();
        }
    }
}
