package dev.reverb.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReverbInitializerIT {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("REVERB_APP_ID", "1", "REVERB_APP_KEY", "env-key", "REVERB_APP_SECRET", "hush");

    private final Container container = Container.create();
    private final Map<String, String> environment = new HashMap<>();
    private ServletContext context;

    @AfterEach
    void stop() throws Exception {
        container.stop();
    }

    private void start() throws Exception {
        start((classes, unused) -> {});
    }

    /** As a container does that finds the initializer, and then one of the application's. */
    private void start(ServletContainerInitializer own) throws Exception {
        container.initializer = (classes, starting) -> {
            context = starting;
            new ReverbInitializer(environment::get).onStartup(classes, starting);
            own.onStartup(classes, starting);
        };
        container.start();
    }

    private ReverbServer server() {
        return (ReverbServer) context.getAttribute("dev.reverb.ReverbServer");
    }

    private Object transport() {
        return context.getAttribute("dev.reverb.transport.jakarta.JakartaTransport");
    }

    private String uri(String scheme, String path) {
        return scheme + "://127.0.0.1:" + container.port() + path;
    }

    @Test
    void isFoundByContainers() {
        assertThat(ServiceLoader.load(ServletContainerInitializer.class).stream()
                        .map(ServiceLoader.Provider::type))
                .anyMatch(ReverbInitializer.class::equals);
    }

    @Test
    void servesWithParametersOnly() throws Exception {
        environment.putAll(ENVIRONMENT);
        container.parameters.put("reverb.app.key", "own-key");
        container.parameters.put("reverb.path", "/realtime");
        start();
        EchoClient client = EchoClient.connect(uri("ws", "/realtime/app/own-key?protocol=7"));
        assertThat(client.next()).contains("pusher:connection_established");
        client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
        assertThat(client.next()).contains("subscription_succeeded");
        server().publish("1", "orders", "OrderShipped", "{}")
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(client.next()).contains("OrderShipped");
        assertThat(EchoClient.get(uri("http", "/realtime/apps/1/channels")).statusCode())
                .isEqualTo(401);
        assertThat(EchoClient.get(uri("http", "/orders")).body()).isEqualTo("own /orders");
        container.stop();
        assertThat(client.closeCode()).isEqualTo(4200);
        assertThat(server()).isNull();
    }

    @Test
    void servesWithTheEnvironmentOnly() throws Exception {
        environment.putAll(ENVIRONMENT);
        start();
        assertThat(EchoClient.connect(uri("ws", "/app/env-key?protocol=7")).next())
                .contains("pusher:connection_established");
    }

    @Test
    void withoutCredentialsItWaitsForAServer() throws Exception {
        start();
        assertThat(server()).isNull();
        assertThat(EchoClient.get(uri("http", "/up")).body()).isEqualTo("own /up");
        EchoEndpoint endpoint = new EchoEndpoint();
        JakartaTransport transport = (JakartaTransport) transport();
        transport.start(endpoint);
        assertThat(EchoClient.get(uri("http", "/up")).body()).startsWith("/up ");
        transport.stop();
        endpoint.close();
    }

    @Test
    void withHalfOfTheCredentialsItStartsNothing() throws Exception {
        container.parameters.put("reverb.app.key", "own-key");
        start();
        assertThat(server()).isNull();
        assertThat(EchoClient.get(uri("http", "/app/own-key")).body()).isEqualTo("own /app/own-key");
    }

    @Test
    void anApplicationThatTakesTheTransportStartsItsServerItself() throws Exception {
        environment.putAll(ENVIRONMENT);
        start((classes, starting) -> assertThat(JakartaTransport.into(starting)).isSameAs(transport()));
        assertThat(server()).isNull();
        assertThat(EchoClient.get(uri("http", "/app/env-key")).body()).isEqualTo("own /app/env-key");
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        environment.putAll(ENVIRONMENT);
        container.parameters.put("reverb.enabled", "false");
        start();
        assertThat(server()).isNull();
        assertThat(transport()).isNull();
    }

    @Test
    void doesNothingWhereThereAreNoWebSockets() throws Exception {
        environment.putAll(ENVIRONMENT);
        container.withWebSockets = false;
        start();
        assertThat(server()).isNull();
        assertThat(EchoClient.get(uri("http", "/app/env-key")).body()).isEqualTo("own /app/env-key");
    }

    @Test
    void leavesAnotherFilterOfItsNameAlone() throws Exception {
        environment.putAll(ENVIRONMENT);
        container.initializer = (classes, starting) -> {
            context = starting;
            starting.addFilter("reverb", JakartaTransport.mounted().filter());
            new ReverbInitializer(environment::get).onStartup(classes, starting);
        };
        container.start();
        assertThat(server()).isNull();
        assertThat(transport()).isNull();
    }
}
