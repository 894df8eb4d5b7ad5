package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpRequest;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a container asks before it opens a session: no subprotocol, and no extension unless the server was built with compression
 * (which takes memory per session here).
 */
final class SessionConfig implements ServerEndpointConfig {

    private final Map<String, Object> userProperties = new HashMap<>();
    private final String path;
    private final Configurator configurator;

    /**
     * What is asked.
     *
     * @param path where the container finds it, if it has to
     * @param configurator gives a {@link SessionEndpoint} for each session
     */
    SessionConfig(String path, Configurator configurator) {
        this.path = path;
        this.configurator = configurator;
    }

    /** For one upgrade, which has found its way already. */
    static SessionConfig of(Running running, HttpRequest request) {
        SessionEndpoint endpoint = new SessionEndpoint() {
            @Override
            public void onOpen(Session session, EndpointConfig config) {
                open(session, running, request);
            }
        };
        return new SessionConfig("/", new Negotiation() {
            @Override
            SessionEndpoint endpoint() {
                return endpoint;
            }

            @Override
            boolean compresses() {
                return running.endpoint().compresses();
            }
        });
    }

    /** The answers that are always the same. */
    abstract static class Negotiation extends Configurator {

        /** What RFC 7692 calls its extension. */
        private static final String DEFLATE = "permessage-deflate";

        abstract SessionEndpoint endpoint();

        /** Whether clients are to get compression, as far as the container has it. */
        abstract boolean compresses();

        @Override
        public final <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(endpoint());
        }

        /** The engine judges it after the upgrade, so that clients can read why they are refused. */
        @Override
        public final boolean checkOrigin(String originHeaderValue) {
            return true;
        }

        @Override
        public final String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "";
        }

        @Override
        public final List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return compresses()
                    ? super.getNegotiatedExtensions(installed, requested).stream()
                            .filter(extension -> extension.getName().equals(DEFLATE))
                            .toList()
                    : List.of();
        }
    }

    /** Containers look at the class for annotations and for being public; they ask the configurator for the instance. */
    @Override
    public Class<?> getEndpointClass() {
        return Endpoint.class;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public List<String> getSubprotocols() {
        return List.of();
    }

    @Override
    public List<Extension> getExtensions() {
        return List.of();
    }

    @Override
    public Configurator getConfigurator() {
        return configurator;
    }

    @Override
    public List<Class<? extends Encoder>> getEncoders() {
        return List.of();
    }

    @Override
    public List<Class<? extends Decoder>> getDecoders() {
        return List.of();
    }

    @Override
    public Map<String, Object> getUserProperties() {
        return userProperties;
    }
}
