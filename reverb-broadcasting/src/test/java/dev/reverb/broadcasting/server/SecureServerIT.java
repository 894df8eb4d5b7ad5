package dev.reverb.broadcasting.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.connection.HttpConnection;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.transport.jetty.JettyTransport;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Publishing over TLS. */
class SecureServerIT {

    @Test
    void isReachedByThoseWhoTrustItsCertificate() {
        try (ReverbServer server = ReverbServer.builder()
                        .application(Application.of("app-1", "the-key", "the-secret"))
                        .transport(JettyTransport.on("127.0.0.1", 0).withTls(TestCertificate.certificate()))
                        .start();
                Broadcaster trusting = broadcaster(connection(server).sslContext(TestCertificate.client()));
                Broadcaster distrusting = broadcaster(connection(server))) {
            trusting.on("orders").with(Map.of("id", 1)).sendNow();

            assertThatThrownBy(() -> distrusting.on("orders").sendNow())
                    .isInstanceOfSatisfying(
                            BroadcastException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE))
                    .hasMessage("No secure connection to the server");
        }
    }

    private static HttpConnection.Builder connection(ReverbServer server) {
        return HttpConnection.builder(
                URI.create("https://localhost:" + server.port()), "app-1", "the-key", "the-secret");
    }

    private static Broadcaster broadcaster(HttpConnection.Builder connection) {
        return Broadcaster.builder().connection("https", connection.build()).build();
    }
}
