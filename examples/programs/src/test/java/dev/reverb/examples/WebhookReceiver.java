package dev.reverb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.Validity;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application that is told by webhooks, with the JDK's HTTP server and Pusher's SDK. */
final class WebhookReceiver implements AutoCloseable {

    private final Pusher pusher = new Pusher("my-app-id", "my-app-key", "my-app-secret");
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final List<String> batches = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hooks/channels", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/channels";
    }

    List<String> batches() {
        return batches;
    }

    // [receive]
    void receive(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        // The bytes as they came: JSON that is parsed and written again has another signature.
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Validity validity = pusher.validateWebhookSignature(
                headers.getFirst("X-Pusher-Key"), headers.getFirst("X-Pusher-Signature"), body);
        if (validity != Validity.VALID) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        if (seen.add(headers.getFirst("X-Reverb-Fact-Id"))) {
            batches.add(body);
        }
        exchange.sendResponseHeaders(204, -1);
    }
    // [receive]

    @Override
    public void close() {
        server.stop(0);
    }
}
