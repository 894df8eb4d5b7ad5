package dev.reverb.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.Lane;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.RawHttp;
import io.undertow.Handlers;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.Options;

class MountedUndertowIT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final MountedUndertow mounted = UndertowTransport.mounted();
    private @Nullable TestHost host;

    @AfterEach
    void stop() {
        mounted.stopAccepting();
        mounted.stop();
        if (host != null) {
            host.close();
        }
        endpoint.close();
    }

    private TestHost serve(HttpHandler handler) {
        TestHost started = new TestHost(handler);
        host = started;
        return started;
    }

    /** A route of the application's. */
    private static HttpHandler own() {
        return exchange -> exchange.getResponseSender()
                .send("own " + exchange.getRelativePath() + " "
                        + exchange.getResponseHeaders().size());
    }

    private static String get(TestHost host, String path) throws Exception {
        return EchoClient.get(host.uri("http", path)).body();
    }

    @Test
    void servesBesideRoutesOfTheApplication() throws Exception {
        TestHost host = serve(mounted.handler(own()));
        mounted.start(endpoint);
        assertThat(get(host, "/orders")).isEqualTo("own /orders 0");
        assertThat(get(host, "/up")).startsWith("/up ");
        EchoClient client = EchoClient.connect(host.uri("ws", "/app/key"));
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        assertThat(mounted.port()).isEqualTo(-1);
        List<Lane> lanes = mounted.lanes();
        assertThat(lanes)
                .hasSize(2)
                .contains(endpoint.connections().get(0).connection().lane());
    }

    @Test
    void withoutARouteOfTheApplicationTheRestIsNotFound() throws Exception {
        TestHost host = serve(mounted.handler());
        mounted.start(endpoint);
        assertThat(get(host, "/up")).startsWith("/up ");
        assertThat(EchoClient.get(host.uri("http", "/orders")).statusCode()).isEqualTo(404);
    }

    @Test
    void claimsNothingBeforeItStartsAndOnceItHasStopped() throws Exception {
        TestHost host = serve(mounted.handler(own()));
        assertThat(get(host, "/up")).isEqualTo("own /up 0");
        mounted.start(endpoint);
        assertThat(get(host, "/up")).startsWith("/up ");
        EchoClient client = EchoClient.connect(host.uri("ws", "/app/key"));
        client.echo("a");
        mounted.stopAccepting();
        mounted.stop();
        assertThat(endpoint.connections().get(0).calls()).endsWith("disconnect");
        assertThat(get(host, "/up")).isEqualTo("own /up 0");
        assertThat(get(host, "/app/key")).isEqualTo("own /app/key 0");
    }

    @Test
    void seesPathsFromItsPrefix() throws Exception {
        TestHost host = serve(Handlers.path(own())
                .addPrefixPath("/real time", mounted.handler())
                .addPrefixPath("/x/y", mounted.handler(own())));
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(host.uri("ws", "/real%20time/app/k%65y"));
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        assertThat(endpoint.connections().get(0).target()).isEqualTo("GET /app/k%65y false");
        EchoClient.connect(host.uri("ws", "/re%61l%20time/app/key")).echo("a");
        assertThat(endpoint.connections().get(1).target()).isEqualTo("GET /app/key false");
        assertThat(get(host, "/real%20time/up")).startsWith("/up ");
        assertThat(get(host, "/x/y/apps/1%2F2/events")).startsWith("/apps/1%2F2/events ");
        assertThat(get(host, "/x/y")).isEqualTo("own  0");
        assertThat(get(host, "/x/y/orders")).isEqualTo("own /orders 0");
        assertThat(get(host, "/up")).isEqualTo("own /up 0");
        String absolute = "GET http://localhost/x/y/up HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertThat(RawHttp.exchange(host.port(), absolute)).contains("\r\n\r\n/up ");
    }

    @Test
    void requestsThatComeOnAWorkersThreadAreHandedBack() throws Exception {
        HttpHandler reverb = mounted.handler(own());
        TestHost host = serve(exchange -> exchange.dispatch(() -> {
            try {
                reverb.handleRequest(exchange);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }));
        served(host);
    }

    @Test
    void aBlockingHandlerInFrontDoesNoHarm() throws Exception {
        served(serve(new BlockingHandler(mounted.handler(own()))));
    }

    private void served(TestHost host) throws Exception {
        mounted.start(endpoint);
        assertThat(EchoClient.connect(host.uri("ws", "/app/key")).echo("Hello")).isEqualTo("Hello");
        assertThat(endpoint.connections().get(0).calls()).containsExactly("connect", "text");
        for (int i = 0; i < 3; i++) {
            assertThat(get(host, "/up")).startsWith("/up XNIO-").contains("I/O");
            endpoint.onRequest((request, responder) -> responder.respond(dev.reverb.spi.transport.HttpResponse.of(
                    200, "text/plain", ("/up XNIO- I/O " + request.body().length).getBytes())));
            HttpRequest post = HttpRequest.newBuilder(URI.create(host.uri("http", "/apps/1/events")))
                    .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(post, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .endsWith("100000");
        }
        String refused = RawHttp.upgrade("/app/key").replace("Version: 13", "Version: 12");
        assertThat(RawHttp.head(host.port(), refused)).startsWith("HTTP/1.1 426 ");
    }

    @Test
    void aHostThatIsGoneTellsConnectionsAndDoesNotHoldUpTheEngine() throws Exception {
        TestHost host = serve(mounted.handler());
        mounted.start(endpoint);
        EchoClient.connect(host.uri("ws", "/app/key")).echo("a");
        host.close();
        EchoEndpoint.Echo echo = endpoint.connections().get(0);
        Await.until("the end", () -> echo.calls().contains("disconnect"));
        long begin = System.nanoTime();
        mounted.stop();
        assertThat(System.nanoTime() - begin).isLessThan(4_000_000_000L);
        assertThat(echo.calls()).containsExactly("connect", "text", "disconnect");
    }

    @Test
    void theHostsReadTimeoutStaysInForce() throws Exception {
        TestHost idle = new TestHost(
                mounted.handler(),
                builder -> builder.addHttpListener(0, "127.0.0.1").setSocketOption(Options.READ_TIMEOUT, 200));
        host = idle;
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(idle.uri("ws", "/app/key"));
        assertThat(client.echo("a")).isEqualTo("a");
        Await.until("the end", () -> endpoint.connections().get(0).calls().contains("disconnect"));
    }

    @Test
    void whatTheHostCountsStaysRight() throws Exception {
        TestHost counting = new TestHost(
                mounted.handler(exchange -> exchange.getResponseHeaders().put(Headers.CONNECTION, "close")),
                builder -> builder.addHttpListener(0, "127.0.0.1")
                        .setServerOption(UndertowOptions.ENABLE_STATISTICS, true));
        host = counting;
        mounted.start(endpoint);
        EchoClient client = EchoClient.connect(counting.uri("ws", "/app/key"));
        client.echo("a");
        assertThat(counting.connections()).isEqualTo(1);
        client.close();
        Await.until("the end", () -> counting.connections() == 0);
    }
}
