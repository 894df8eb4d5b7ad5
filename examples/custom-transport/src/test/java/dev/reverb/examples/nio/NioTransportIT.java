package dev.reverb.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.Lane;
import dev.reverb.tck.transport.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What the kit leaves to each transport: how it starts and ends. */
class NioTransportIT {

    private static ReverbServer serve(NioTransport transport) {
        return ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(transport)
                .start();
    }

    private static String get(int port, String path) throws IOException {
        return RawHttp.exchange(port, "GET " + path + " HTTP/1.0\r\n\r\n");
    }

    @Test
    void theEngineAnswersThroughIt() throws IOException {
        NioTransport transport = new NioTransport("127.0.0.1", 0);
        try (ReverbServer server = serve(transport)) {
            assertThat(server.port()).isEqualTo(transport.port());
            assertThat(get(server.port(), "/up"))
                    .startsWith("HTTP/1.1 200 \r\n")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("\r\n\r\n{\"health\":\"OK\"}");
            assertThat(get(server.port(), "/nowhere")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void anExpectationWithoutABodyIsMet() throws IOException {
        try (ReverbServer server = serve(new NioTransport("127.0.0.1", 0))) {
            String request = "GET /up HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
            assertThat(RawHttp.exchange(server.port(), request)).contains("HTTP/1.1 200 ");
        }
    }

    private static void expectNotStarted(String host, int port, String why) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> serve(new NioTransport(host, port)))
                .withMessage(why);
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("reverb-nio"))
                .toList();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            expectNotStarted("127.0.0.1", port, "Port " + port + " on 127.0.0.1 is already in use");
        }
    }

    @Test
    void aHostThatIsUnknownIsNamed() {
        expectNotStarted("host.invalid", 0, "The host host.invalid is unknown");
    }

    @Test
    void itHasNoPortBeforeItHasStarted() {
        assertThatIllegalStateException().isThrownBy(new NioTransport("127.0.0.1", 0)::port);
    }

    @Test
    void itsThreadsEndWithIt() {
        NioTransport transport = new NioTransport("127.0.0.1", 0);
        ReverbServer server = serve(transport);
        List<Lane> lanes = transport.lanes();
        assertThat(lanes).hasSize(Runtime.getRuntime().availableProcessors());
        assertThat(threads()).hasSize(lanes.size() + 1);
        server.close();
        assertThat(threads()).isEmpty();
        for (Lane lane : lanes) {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> lane.execute(() -> {}));
        }
    }
}
