package dev.reverb.transport.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.RawHttp;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class JakartaTransportIT extends MountedCase {

    private String get(String path) throws Exception {
        return EchoClient.get(uri("http", path)).body();
    }

    @Test
    void servesBesideRoutesOfTheApplication() throws Exception {
        mount();
        transport.start(endpoint);
        assertThat(get("/orders")).isEqualTo("own /orders");
        assertThat(get("/up")).startsWith("/up ");
        EchoClient client = EchoClient.connect(uri("ws", "/app/key?a=%2C"));
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        client.send("Hel", "", "lo");
        assertThat(client.next()).isEqualTo("Hello");
        assertThat(client.close()).isEqualTo(1000);
        assertThat(endpoint.connections().get(0).target()).isEqualTo("GET /app/key false");
        assertThat(transport.port()).isEqualTo(-1);
        assertThat(transport.lanes()).isEmpty();
    }

    private String offerCompression() throws Exception {
        String offering = RawHttp.upgrade("/app/key")
                .replace(
                        "Sec-WebSocket-Version",
                        "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Version");
        String head = RawHttp.head(container.port(), offering);
        assertThat(head).startsWith("HTTP/1.1 101");
        return head;
    }

    /** Tomcat and Jetty have it; Undertow has not, unless the application installs it. */
    @Test
    void compressionIsTheContainersOwnWhereItIsWanted() throws Exception {
        mount();
        transport.start(endpoint);
        assertThat(offerCompression()).doesNotContainIgnoringCase("permessage-deflate");
        endpoint.compress();
        assertThat(offerCompression().toLowerCase(Locale.ROOT).contains("permessage-deflate"))
                .isEqualTo(!"undertow".equals(System.getProperty("reverb.container")));
        EchoClient offersNothing = EchoClient.connect(uri("ws", "/app/key"));
        assertThat(offersNothing.echo("Hello")).isEqualTo("Hello");
    }

    @Test
    void claimsNothingBeforeItStartsAndAfterItStops() throws Exception {
        mount();
        assertThat(get("/up")).isEqualTo("own /up");
        transport.start(endpoint);
        assertThat(get("/up")).startsWith("/up ");
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        client.echo("a");
        transport.stopAccepting();
        transport.stop();
        assertThat(endpoint.connections().get(0).calls()).endsWith("disconnect");
        assertThat(client.closeCode()).isEqualTo(1001);
        assertThat(get("/up")).isEqualTo("own /up");
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("reverb-jakarta"))
                .toList();
    }

    @Test
    void servesOneEngineAfterTheOther() throws Exception {
        mount();
        transport.start(endpoint);
        assertThatIllegalStateException()
                .isThrownBy(() -> transport.start(endpoint))
                .withMessageContaining("already");
        transport.stop();
        transport.start(endpoint);
        assertThat(EchoClient.connect(uri("ws", "/app/key")).echo("again")).isEqualTo("again");
    }

    @Test
    void aWebApplicationHasOneTransport() throws Exception {
        List<JakartaTransport> more = new CopyOnWriteArrayList<>();
        mount((classes, context) -> {
            more.add(JakartaTransport.into(context));
            assertThat(context.getAttribute(JakartaTransport.class.getName())).isSameAs(more.get(0));
        });
        assertThat(more).containsExactly(transport);
    }

    @Test
    void anotherFilterOfThatNameIsNotReplaced() throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>();
        container.initializer = (classes, context) -> {
            transport = JakartaTransport.mounted();
            context.addFilter(JakartaTransport.FILTER_NAME, transport.filter());
            try {
                JakartaTransport.into(context);
            } catch (IllegalStateException taken) {
                failures.add(taken.getMessage());
            }
        };
        container.start();
        assertThat(failures).containsExactly("There is another filter named reverb");
    }

    @Test
    void seesPathsFromItsWebApplication() throws Exception {
        container.contextPath = "/shop";
        mount();
        transport.start(endpoint);
        assertThat(EchoClient.connect(uri("ws", "/shop/app/k%65y")).echo("a")).isEqualTo("a");
        assertThat(EchoClient.connect(uri("ws", "/sh%6Fp/app/other")).echo("a")).isEqualTo("a");
        assertThat(endpoint.connections())
                .extracting(EchoEndpoint.Echo::target)
                .containsExactly("GET /app/k%65y false", "GET /app/other false");
        assertThat(get("/shop/up")).startsWith("/up ");
        assertThat(get("/shop/orders")).isEqualTo("own /shop/orders");
        assertThat(EchoClient.get(uri("http", "/up")).statusCode()).isEqualTo(404);
    }

    @Test
    void servesAPathThatTheContainerMaps() throws Exception {
        container.contextPath = "/shop";
        mount((classes, context) -> {
            try {
                Object containers = context.getAttribute(ServerContainer.class.getName());
                transport.addTo((ServerContainer) containers, "/mapped/app/{key}");
            } catch (DeploymentException refused) {
                throw new ServletException(refused);
            }
        });
        assertThat(EchoClient.connect(uri("ws", "/shop/mapped/app/key")).closeCode())
                .isEqualTo(1013);
        transport.start(endpoint);
        EchoClient first = EchoClient.connect(uri("ws", "/shop/mapped/app/first"));
        EchoClient second = EchoClient.connect(uri("ws", "/shop/mapped/app/s%65cond?a=b"));
        assertThat(first.echo("a")).isEqualTo("a");
        assertThat(second.echo("b")).isEqualTo("b");
        assertThat(endpoint.connections())
                .extracting(EchoEndpoint.Echo::target)
                .containsExactlyInAnyOrder("GET /mapped/app/first false", "GET /mapped/app/s%65cond false");
    }

    @Test
    void keepsThePathAsItCame() throws Exception {
        mount();
        transport.start(endpoint);
        assertThat(RawHttp.exchange(
                        container.port(),
                        "GET /apps/a;jsessionid=1?x=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains("/apps/a;jsessionid=1 ");
    }

    @Test
    void aStoppingWebApplicationWaitsForTheEngineToDrain() throws Exception {
        mount();
        transport.start(endpoint);
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        client.echo("a");
        List<String> order = new CopyOnWriteArrayList<>();
        endpoint.onShutdown(() -> {
            try {
                order.add("still echoes " + client.echo("late"));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            transport.stop();
            endpoint.completeShutdown();
        });
        container.stop();
        assertThat(order).containsExactly("still echoes late");
        assertThat(endpoint.connections().get(0).calls()).endsWith("disconnect");
    }

    @Test
    void aContainerThatIsGoneEndsEveryConnectionOnce() throws Exception {
        mount();
        transport.start(endpoint);
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        client.echo("a");
        endpoint.completeShutdown();
        container.stop();
        Await.until("the end", () -> endpoint.connections().get(0).calls().contains("disconnect"));
        long begin = System.nanoTime();
        transport.stop();
        assertThat(System.nanoTime() - begin).isLessThan(4_000_000_000L);
        assertThat(endpoint.connections().get(0).calls()).containsOnlyOnce("disconnect");
    }

    @Test
    void aPeerThatDoesNotAnswerACloseIsDropped() throws Exception {
        mount();
        transport.start(endpoint);
        try (Socket peer = new Socket("127.0.0.1", container.port())) {
            peer.setSoTimeout(20_000);
            peer.getOutputStream().write(RawHttp.upgrade("/app/key").getBytes(ISO_8859_1));
            Await.until("the connection", () -> !endpoint.connections().isEmpty());
            MessageConnection connection =
                    (MessageConnection) endpoint.connections().get(0).connection();
            connection.lane().execute(() -> connection.send(EncodedFrame.close(4200, "Come back")));
            assertThat(new String(peer.getInputStream().readAllBytes(), ISO_8859_1))
                    .endsWith("\u0010\u0068Come back");
            Await.until(
                    "the end on the server's side",
                    () -> endpoint.connections().get(0).calls().contains("disconnect"));
        }
    }

    @Test
    void tellsWhereItCannotWork() throws Exception {
        container.withWebSockets = false;
        mount();
        transport.start(endpoint);
        assertThat(get("/up")).startsWith("/up ");
        assertThat(RawHttp.head(container.port(), RawHttp.upgrade("/app/key"))).startsWith("HTTP/1.1 501 ");
    }

    @Test
    void theContainersWebSocketsMayComeLater() throws Exception {
        String attribute = ServerContainer.class.getName();
        List<Object> hidden = new CopyOnWriteArrayList<>();
        ServletContext[] known = new ServletContext[1];
        mount((classes, context) -> known[0] = context);
        hidden.add(known[0].getAttribute(attribute));
        known[0].removeAttribute(attribute);
        transport.start(endpoint);
        assertThat(RawHttp.head(container.port(), RawHttp.upgrade("/app/key"))).startsWith("HTTP/1.1 501 ");
        known[0].setAttribute(attribute, hidden.get(0));
        assertThat(EchoClient.connect(uri("ws", "/app/key")).echo("a")).isEqualTo("a");
    }
}
