package dev.reverb.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.reverb.spi.transport.TlsCertificate;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UndertowTlsIT {

    /** More reads in a row than Undertow's TLS takes for a loop of its listeners. */
    private static final int MANY = 400;

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final UndertowTransport transport =
            UndertowTransport.on("127.0.0.1", 0).withTls(TestCertificate.certificate());

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void servesHttpsAndWssOnOnePort() throws Exception {
        transport.start(endpoint);
        try {
            String authority = "://localhost:" + transport.port();
            EchoClient client = EchoClient.connect("wss" + authority + "/app/key", TestCertificate.client());
            String text = "x".repeat(9_000);
            for (int i = 0; i < MANY; i++) {
                assertThat(client.echo(text)).isEqualTo(text);
            }
            assertThat(endpoint.connections().get(0).target()).isEqualTo("GET /app/key true");
            assertThat(transport.lanes())
                    .contains(endpoint.connections().get(0).connection().lane());
            HttpClient https =
                    HttpClient.newBuilder().sslContext(TestCertificate.client()).build();
            HttpResponse<String> answer = https.send(
                    HttpRequest.newBuilder(URI.create("https" + authority + "/up"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).startsWith("/up ");
            assertThat(client.close()).isEqualTo(1000);
            Await.until("the end", () -> endpoint.connections().get(0).calls().contains("disconnect"));
        } finally {
            transport.stopAccepting();
            transport.stop();
        }
    }

    @Test
    void messagesThatComeInARowAreNoLoop() throws Exception {
        transport.start(endpoint);
        try {
            EchoClient client =
                    EchoClient.connect("wss://localhost:" + transport.port() + "/app/key", TestCertificate.client());
            String text = "x".repeat(9_000);
            for (int i = 0; i < MANY; i++) {
                client.send(text);
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(client.next()).isEqualTo(text);
            }
        } finally {
            transport.stopAccepting();
            transport.stop();
        }
    }

    @Test
    void saysWhatIsWrongWithItsCertificate() {
        TlsCertificate absent =
                TlsCertificate.pem(TestCertificate.file("chain.crt"), TestCertificate.file("chain.crt"));
        assertThatIOException()
                .isThrownBy(() ->
                        UndertowTransport.on("127.0.0.1", 0).withTls(absent).start(endpoint))
                .withMessageEndingWith("chain.crt: there is no private key in this file");
    }
}
