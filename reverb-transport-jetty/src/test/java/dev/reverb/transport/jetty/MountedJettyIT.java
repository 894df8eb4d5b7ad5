package dev.reverb.transport.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.spi.transport.Lane;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MountedJettyIT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final Server host = new Server();
    private final ServerConnector connector = new ServerConnector(host, 1, 2);

    MountedJettyIT() {
        connector.setHost("127.0.0.1");
        host.addConnector(connector);
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.completeShutdown();
        host.stop();
        endpoint.close();
    }

    private String uri(String scheme, String path) {
        return scheme + "://127.0.0.1:" + connector.getLocalPort() + path;
    }

    /** A route of the application's, which blocks or does not. */
    private static final class Own extends Handler.Abstract {

        Own(InvocationType type) {
            super(type);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            byte[] body = ("own " + Request.getPathInContext(request)).getBytes(UTF_8);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }

    private static Own own() {
        return new Own(InvocationType.BLOCKING);
    }

    @Test
    void servesBesideRoutesOfTheApplication() throws Exception {
        MountedJetty mounted = JettyTransport.mounted();
        host.setHandler(new Handler.Sequence(mounted.handler(), own()));
        host.start();
        mounted.start(endpoint);
        assertThat(EchoClient.get(uri("http", "/orders")).body()).isEqualTo("own /orders");
        assertThat(EchoClient.get(uri("http", "/up")).body()).startsWith("/up ");
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        assertThat(mounted.port()).isEqualTo(-1);
        List<Lane> lanes = mounted.lanes();
        assertThat(lanes)
                .hasSize(2)
                .contains(endpoint.connections().get(0).connection().lane());
    }

    @Test
    void readsInTheHostsLoopsEvenBesideHandlersThatBlock() throws Exception {
        MountedJetty mounted = JettyTransport.mounted();
        host.setHandler(new Handler.Sequence(mounted.handler(), own()));
        host.start();
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        for (int i = 0; i < 20; i++) {
            assertThat(client.echo("a")).isEqualTo("a");
            assertThat(EchoClient.get(uri("http", "/orders")).body()).isEqualTo("own /orders");
        }
        assertThat(endpoint.connections().get(0).calls()).doesNotContain("text off its lane");
    }

    @Test
    void claimsNothingBeforeItStartsAndAfterItStops() throws Exception {
        MountedJetty mounted = JettyTransport.into(hostWith(own()));
        host.start();
        assertThat(EchoClient.get(uri("http", "/up")).body()).isEqualTo("own /up");
        mounted.start(endpoint);
        assertThat(EchoClient.get(uri("http", "/up")).body()).startsWith("/up ");
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        client.echo("a");
        mounted.stopAccepting();
        mounted.stop();
        assertThat(endpoint.connections().get(0).calls()).endsWith("disconnect");
        assertThat(EchoClient.get(uri("http", "/up")).body()).isEqualTo("own /up");
        assertThat(host.isRunning()).isTrue();
    }

    private Server hostWith(Handler handler) {
        host.setHandler(handler);
        return host;
    }

    @Test
    void wrapsAHostWithoutHandlers() throws Exception {
        MountedJetty mounted = JettyTransport.into(host);
        mounted.start(endpoint);
        host.start();
        assertThat(EchoClient.get(uri("http", "/up")).body()).startsWith("/up ");
        assertThat(EchoClient.get(uri("http", "/orders")).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAHostThatRunsAlready() throws Exception {
        host.start();
        assertThatIllegalStateException().isThrownBy(() -> JettyTransport.into(host));
    }

    @Test
    void startsOnlyInAServer() {
        assertThatIllegalStateException()
                .isThrownBy(() -> JettyTransport.mounted().start(endpoint))
                .withMessageContaining("into a Jetty server");
    }

    @Test
    void seesPathsFromItsContext() throws Exception {
        MountedJetty mounted = JettyTransport.mounted();
        ContextHandler realtime = new ContextHandler(mounted.handler(), "/real time");
        ContextHandler root = new ContextHandler(own(), "/");
        host.setHandler(new ContextHandlerCollection(realtime, root));
        host.start();
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(uri("ws", "/real%20time/app/k%65y"));
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        assertThat(endpoint.connections().get(0).target()).isEqualTo("GET /app/k%65y false");
        EchoClient.connect(uri("ws", "/re%61l%20time/app/key")).echo("a");
        assertThat(endpoint.connections().get(1).target()).isEqualTo("GET /app/key false");
        assertThat(EchoClient.get(uri("http", "/real%20time/up")).body()).startsWith("/up ");
        assertThat(EchoClient.get(uri("http", "/up")).body()).isEqualTo("own /up");
    }

    @Test
    void aStoppingHostWaitsForTheEngineToDrain() throws Exception {
        MountedJetty mounted = JettyTransport.into(hostWith(own()));
        host.start();
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        client.echo("a");
        List<String> order = new CopyOnWriteArrayList<>();
        endpoint.onShutdown(() -> {
            order.add("shutdown, host " + (connector.isRunning() ? "serving" : "gone"));
            try {
                order.add("still echoes " + client.echo("late"));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            mounted.stopAccepting();
            mounted.stop();
            endpoint.completeShutdown();
        });
        host.stop();
        assertThat(order).containsExactly("shutdown, host serving", "still echoes late");
        assertThat(endpoint.connections().get(0).calls()).endsWith("disconnect");
    }

    @Test
    void aHostThatIsGoneDoesNotHoldUpTheEngine() throws Exception {
        MountedJetty mounted = JettyTransport.into(host);
        host.start();
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        client.echo("a");
        endpoint.completeShutdown();
        host.stop();
        Await.until("the end", () -> endpoint.connections().get(0).calls().contains("disconnect"));
        long begin = System.nanoTime();
        mounted.stop();
        assertThat(System.nanoTime() - begin).isLessThan(4_000_000_000L);
        assertThat(endpoint.connections().get(0).calls()).containsOnlyOnce("disconnect");
    }
}
