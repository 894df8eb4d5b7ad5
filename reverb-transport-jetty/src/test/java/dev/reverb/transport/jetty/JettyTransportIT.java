package dev.reverb.transport.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.spi.transport.Lane;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.RawHttp;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Jetty's own; what every transport must do is in the kits. */
class JettyTransportIT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final JettyTransport transport = JettyTransport.on("127.0.0.1", 0).withSelectors(3);

    @AfterEach
    void stop() {
        transport.stopAccepting();
        transport.stop();
        endpoint.close();
    }

    private void start() throws Exception {
        transport.start(endpoint);
    }

    private String uri(String scheme, String path) {
        return scheme + "://127.0.0.1:" + transport.port() + path;
    }

    @Test
    void servesTheJdksClient() throws Exception {
        start();
        EchoClient client = EchoClient.connect(uri("ws", "/app/key?protocol=7"));
        assertThat(client.echo("Hello")).isEqualTo("Hello");
        String large = "grüße ".repeat(1_000);
        endpoint.connections()
                .get(0)
                .connection()
                .lane()
                .execute(() -> endpoint.connections().get(0).connection().setMaxMessageSize(1_000_000));
        assertThat(client.echo(large)).isEqualTo(large);
        client.send("in ", "three ", "parts");
        assertThat(client.next()).isEqualTo("in three parts");
        assertThat(client.close()).isEqualTo(1000);
        Await.until("the end", () -> endpoint.connections().get(0).calls().contains("disconnect"));
        assertThat(endpoint.connections().get(0).calls())
                .containsExactly("connect", "text", "text", "text", "close 1000", "disconnect");
        assertThat(EchoClient.get(uri("http", "/up")).body()).startsWith("/up ");
    }

    @Test
    void connectionsAreSpreadOverItsSelectors() throws Exception {
        start();
        List<Lane> lanes = transport.lanes();
        assertThat(lanes).hasSize(3).doesNotHaveDuplicates();
        for (int i = 0; i < 6; i++) {
            assertThat(EchoClient.connect(uri("ws", "/app/key")).echo("a")).isEqualTo("a");
        }
        Set<Lane> used = endpoint.connections().stream()
                .map(echo -> echo.connection().lane())
                .collect(Collectors.toSet());
        assertThat(used).containsExactlyInAnyOrderElementsOf(lanes);
        assertThat(transport.lanes()).isEqualTo(lanes);
    }

    @Test
    void readsAndAnswersRequestsInItsLoops() throws Exception {
        start();
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        for (int i = 0; i < 5; i++) {
            client.echo("a");
        }
        List<String> loops = endpoint.connections().get(0).threads().stream()
                .skip(1)
                .distinct()
                .toList();
        assertThat(loops).hasSize(1).allSatisfy(name -> assertThat(name).startsWith("reverb-jetty"));

        Set<String> lanes = new ConcurrentSkipListSet<>();
        transport
                .lanes()
                .forEach(lane ->
                        lane.execute(() -> lanes.add(Thread.currentThread().getName())));
        Await.until("the lanes' threads", () -> lanes.size() == 3);
        String[] answer = EchoClient.get(uri("http", "/apps/1/events")).body().split(" ");
        assertThat(lanes).contains(answer[1]).contains(loops.get(0));
    }

    @Test
    void saysThatAPortIsInUse() throws Exception {
        start();
        JettyTransport second = JettyTransport.on("127.0.0.1", transport.port());
        assertThatIOException()
                .isThrownBy(() -> second.start(endpoint))
                .withMessage("Port %d on 127.0.0.1 is already in use", transport.port());
    }

    @Test
    void saysThatAHostIsNotHere() throws Exception {
        start();
        assertThatIOException()
                .isThrownBy(() -> JettyTransport.on("203.0.113.1", 0).start(endpoint))
                .withMessage("203.0.113.1 is not an address of this machine");
        assertThatIOException()
                .isThrownBy(() -> JettyTransport.on("no-such-host.invalid", 0).start(endpoint))
                .withMessage("The host no-such-host.invalid is unknown");
    }

    @Test
    void refusesNonsense() throws Exception {
        start();
        assertThatIllegalArgumentException().isThrownBy(() -> JettyTransport.on("localhost", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> JettyTransport.on("localhost", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> transport.withSelectors(0));
        assertThatIllegalStateException().isThrownBy(() -> transport.start(endpoint));
        assertThatIllegalStateException()
                .isThrownBy(() -> JettyTransport.on("localhost", 0).port());
    }

    @Test
    void refusesNewClientsOnceItStopsAccepting() throws Exception {
        start();
        int port = transport.port();
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        transport.stopAccepting();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> EchoClient.get("http://127.0.0.1:" + port + "/up"));
        assertThat(client.echo("still here")).isEqualTo("still here");
    }

    @Test
    void answersWhatIsNoHttpInJson() throws Exception {
        start();
        assertThat(RawHttp.exchange(transport.port(), "NONSENSE\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"error\":\"Bad Request\"")
                .doesNotContain("Jetty");
    }

    @Test
    void anUpgradeWithABodyIsRefused() throws Exception {
        start();
        String upgrade = RawHttp.upgrade("/app/key").replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(RawHttp.exchange(transport.port(), upgrade))
                .startsWith("HTTP/1.1 400 ")
                .contains("has no body");
        assertThat(endpoint.connections()).isEmpty();
    }

    @Test
    void anUpgradeOverHttp10IsNone() throws Exception {
        start();
        String old = RawHttp.upgrade("/app/key").replace("HTTP/1.1", "HTTP/1.0");
        assertThat(RawHttp.exchange(transport.port(), old))
                .startsWith("HTTP/1.1 200 ")
                .contains("/app/key");
        assertThat(endpoint.connections()).isEmpty();
    }

    @Test
    void aHeaderOnSeveralLinesIsReadAsOne() throws Exception {
        start();
        String upgrade = RawHttp.upgrade("/app/key")
                .replace("Connection: Upgrade\r\n", "Connection: keep-alive\r\nConnection: Upgrade\r\n");
        assertThat(RawHttp.head(transport.port(), upgrade)).startsWith("HTTP/1.1 101 ");
    }

    /** Closed at once with bytes unread, the system would reset the connection, and the Close might be lost. */
    @Test
    void aClientThatIsStillSendingReadsWhyItWasClosed() throws Exception {
        start();
        byte[] message = new byte[4_000_000];
        ByteBuffer.wrap(message).put((byte) 0x81).put((byte) 0xFF).putLong(message.length - 14);
        try (Socket client = new Socket("127.0.0.1", transport.port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(RawHttp.upgrade("/app/key").getBytes(ISO_8859_1));
            client.getOutputStream().write(message);
            byte[] all = client.getInputStream().readAllBytes();
            int close = new String(all, ISO_8859_1).indexOf("\r\n\r\n") + 4;
            assertThat(all[close]).isEqualTo((byte) 0x88);
            assertThat((all[close + 2] & 0xFF) << 8 | all[close + 3] & 0xFF).isEqualTo(1009);
        }
        assertThat(endpoint.connections().get(0).calls()).containsExactly("connect", "violation 1009", "disconnect");
    }
}
