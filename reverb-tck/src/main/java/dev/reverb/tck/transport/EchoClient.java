package dev.reverb.tck.transport;

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
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own WebSocket and HTTP client, against an {@link EchoEndpoint}. Waits for up to ten seconds. Used by one thread.
 */
public final class EchoClient {

    private static final int TIMEOUT = 10;

    private final Listener listener = new Listener();
    private final WebSocket socket;

    private EchoClient(HttpClient http, String uri) {
        socket =
                http.newWebSocketBuilder().buildAsync(URI.create(uri), listener).join();
    }

    /**
     * Opens a WebSocket.
     *
     * @param uri with {@code ws}
     * @return the client, connected
     */
    public static EchoClient connect(String uri) {
        return new EchoClient(HttpClient.newHttpClient(), uri);
    }

    /**
     * Opens a WebSocket over TLS.
     *
     * @param uri with {@code wss}
     * @param tls what the client trusts
     * @return the client, connected
     */
    public static EchoClient connect(String uri, SSLContext tls) {
        return new EchoClient(HttpClient.newBuilder().sslContext(tls).build(), uri);
    }

    /**
     * Sends a request over HTTP/1.1.
     *
     * @param uri with {@code http}
     * @return the answer
     * @throws IOException where there is none
     * @throws InterruptedException where the thread was interrupted
     */
    public static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /**
     * Sends a message and waits for the next one.
     *
     * @param text what to send
     * @return what came, or null where nothing did
     * @throws InterruptedException where the thread was interrupted
     */
    public @Nullable String echo(String text) throws InterruptedException {
        send(text);
        return next();
    }

    /**
     * Sends a message.
     *
     * @param parts its fragments, a frame each
     */
    public void send(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            socket.sendText(parts[i], i == parts.length - 1).join();
        }
    }

    /**
     * Waits for the next message.
     *
     * @return what came, or null where nothing did
     * @throws InterruptedException where the thread was interrupted
     */
    public @Nullable String next() throws InterruptedException {
        return listener.received.poll(TIMEOUT, TimeUnit.SECONDS);
    }

    /**
     * Waits until the server closes.
     *
     * @return the code of its Close
     */
    public int closeCode() {
        return listener.closed.orTimeout(TIMEOUT, TimeUnit.SECONDS).join();
    }

    /**
     * Closes with 1000.
     *
     * @return the code of the server's Close
     */
    public int close() {
        socket.sendClose(1000, "").join();
        return closeCode();
    }

    private static final class Listener implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();

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
}
