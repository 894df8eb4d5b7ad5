package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.HttpRequest;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a container asks of one upgrade: no subprotocol, no extension (compression takes memory per session), any origin. */
final class SessionConfig implements ServerEndpointConfig {

    private final Map<String, Object> userProperties = new HashMap<>();
    private final Configurator configurator;

    SessionConfig(Running running, HttpRequest request) {
        this.configurator = new OneSession(new SessionEndpoint(running, request));
    }

    /** Gives the one endpoint that there is for this upgrade. */
    private static final class OneSession extends Configurator {
        private final SessionEndpoint endpoint;

        OneSession(SessionEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(endpoint);
        }

        /** The engine judges it after the upgrade, so that clients can read why they are refused. */
        @Override
        public boolean checkOrigin(String originHeaderValue) {
            return true;
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "";
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }
    }

    /** Containers look at the class for annotations and for being public; they ask the configurator for the instance. */
    @Override
    public Class<?> getEndpointClass() {
        return Endpoint.class;
    }

    /** Unused: the upgrade has found its way already. */
    @Override
    public String getPath() {
        return "/";
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
