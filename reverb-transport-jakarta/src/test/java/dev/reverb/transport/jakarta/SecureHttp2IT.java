package dev.reverb.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A container whose one port speaks HTTP/2 over TLS: clients open WebSockets over HTTP/1.1 there. */
@EnabledIfSystemProperty(named = "reverb.container", matches = "tomcat")
class SecureHttp2IT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final Container container = Container.create();
    private JakartaTransport transport;

    @AfterEach
    void stop() throws Exception {
        endpoint.completeShutdown();
        container.stop();
        transport.stop();
        endpoint.close();
    }

    @Test
    void servesBothFromOnePort() throws Exception {
        container.secure = true;
        container.initializer = (classes, context) -> transport = JakartaTransport.into(context);
        container.start();
        transport.start(endpoint);
        String authority = "://localhost:" + container.port();
        EchoClient client = EchoClient.connect("wss" + authority + "/app/key", TestCertificate.client());
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        assertThat(endpoint.connections().get(0).target()).isEqualTo("GET /app/key true");

        endpoint.onRequest(
                (request, responder) -> responder.respond(HttpResponse.of(200, "text/plain", request.body())));
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TestCertificate.client())
                .version(Version.HTTP_2)
                .build();
        String body = "x".repeat(300_000);
        java.net.http.HttpResponse<String> answer = http.send(
                java.net.http.HttpRequest.newBuilder(URI.create("https" + authority + "/apps/1/events"))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(Version.HTTP_2);
        assertThat(answer.body()).isEqualTo(body);
    }
}
