package dev.reverb.server.clients;

import com.google.gson.JsonParser;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.tomcat.websocket.WsWebSocketContainer;

/** WebSocket clients of Java's that know nothing of the Pusher protocol. Messages are noted by the name of their event. */
abstract class TextClient implements AutoCloseable {

    final Notes notes = new Notes();

    private static URI uri(Site server) {
        return URI.create("ws://" + ServerTransport.ADDRESS + ":" + server.port() + "/app/"
                + server.application().key() + "?protocol=7");
    }

    /** The JDK's own, which offers no extension. */
    static TextClient jdk(Site server) {
        return new Jdk(server);
    }

    /** Tomcat's, which offers and does {@code permessage-deflate}. */
    static TextClient compressing(Site server) {
        return new Tomcat(server);
    }

    abstract void send(String message);

    @Override
    public abstract void close() throws IOException;

    /** Whether compression was agreed on. */
    abstract boolean isCompressed();

    final TextClient subscribe(String channel) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
        notes.await("pusher_internal:subscription_succeeded");
        return this;
    }

    final void received(String message) {
        notes.add(JsonParser.parseString(message).getAsJsonObject().get("event").getAsString(), message);
    }

    private static final class Jdk extends TextClient implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();
        private final WebSocket socket;

        Jdk(Site server) {
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(uri(server), this)
                    .join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                received(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        void send(String message) {
            socket.sendText(message, true).join();
        }

        @Override
        boolean isCompressed() {
            return false;
        }

        @Override
        public void close() {
            socket.abort();
        }
    }

    /** An offer without parameters. */
    private static final class Deflate implements Extension {
        @Override
        public String getName() {
            return "permessage-deflate";
        }

        @Override
        public List<Parameter> getParameters() {
            return List.of();
        }
    }

    private static final class Tomcat extends TextClient {
        private final WsWebSocketContainer container = new WsWebSocketContainer();
        private final Session session;

        Tomcat(Site server) {
            container.setDefaultMaxTextMessageBufferSize(1 << 20);
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                    .extensions(List.<Extension>of(new Deflate()))
                    .build();
            try {
                session = container.connectToServer(
                        new Endpoint() {
                            @Override
                            public void onOpen(Session opened, EndpointConfig ignored) {
                                opened.addMessageHandler(
                                        String.class, (MessageHandler.Whole<String>) Tomcat.this::received);
                            }
                        },
                        config,
                        uri(server));
            } catch (DeploymentException failed) {
                throw new AssertionError("Tomcat's client could not connect", failed);
            }
        }

        @Override
        void send(String message) {
            try {
                session.getBasicRemote().sendText(message);
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        }

        @Override
        boolean isCompressed() {
            return session.getNegotiatedExtensions().stream()
                    .anyMatch(extension -> extension.getName().equals("permessage-deflate"));
        }

        @Override
        public void close() throws IOException {
            session.close();
            container.destroy();
        }
    }
}
