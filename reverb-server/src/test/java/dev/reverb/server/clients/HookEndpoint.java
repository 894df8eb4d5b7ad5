package dev.reverb.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where an application is sent webhooks: it takes them all, and keeps them. */
final class HookEndpoint implements AutoCloseable {

    private final HttpServer server;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    /**
     * One request.
     *
     * @param headers the headers by their names in lower case, as Node has them
     * @param body the body, byte for byte
     */
    record Delivery(Map<String, String> headers, String body) {}

    private HookEndpoint(HttpServer server) {
        this.server = server;
    }

    static HookEndpoint start() {
        try {
            HookEndpoint endpoint =
                    new HookEndpoint(HttpServer.create(new InetSocketAddress(ServerTransport.ADDRESS, 0), 0));
            endpoint.server.createContext("/hooks", endpoint::take);
            endpoint.server.start();
            return endpoint;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String url() {
        return "http://" + ServerTransport.ADDRESS + ":" + server.getAddress().getPort() + "/hooks";
    }

    /** What has come until now, in order. */
    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            deliveries.add(
                    new Delivery(headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
