package dev.reverb.transport.jetty;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The JDK's own WebSocket and HTTP client. */
final class EchoClient implements WebSocket.Listener {

    final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private EchoClient(HttpClient http, String uri) {
        socket = http.newWebSocketBuilder().buildAsync(URI.create(uri), this).join();
    }

    static EchoClient connect(String uri) {
        return new EchoClient(HttpClient.newHttpClient(), uri);
    }

    static EchoClient connect(String uri, SSLContext tls) {
        return new EchoClient(HttpClient.newBuilder().sslContext(tls).build(), uri);
    }

    static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    String echo(String text) throws InterruptedException {
        socket.sendText(text, true).join();
        return received.poll(10, TimeUnit.SECONDS);
    }

    EchoClient sendInParts(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket.sendText(parts[i], i == parts.length - 1).join();
        }
        return this;
    }

    int close() {
        socket.sendClose(1000, "").join();
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }
}
