package dev.reverb.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.spi.transport.Lane;
import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Undertow's own; what every transport must do is in the kits. */
class UndertowTransportIT {

    /** Enough for XNIO, which draws lots, to give each of three threads some. */
    private static final int MANY = 200;

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final UndertowTransport transport =
            UndertowTransport.on("127.0.0.1", 0).withIoThreads(3);

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
        client.send("in ", "three ", "parts");
        assertThat(client.next()).isEqualTo("in three parts");
        assertThat(client.close()).isEqualTo(1000);
        EchoEndpoint.Echo echo = endpoint.connections().get(0);
        Await.until("the end", () -> echo.calls().contains("disconnect"));
        assertThat(echo.calls()).containsExactly("connect", "text", "text", "close 1000", "disconnect");
        assertThat(EchoClient.get(uri("http", "/up")).body()).startsWith("/up ");
    }

    @Test
    void manyConnectionsAreSpreadOverItsThreads() throws Exception {
        start();
        List<Lane> lanes = transport.lanes();
        assertThat(lanes).hasSize(3).doesNotHaveDuplicates();
        List<EchoClient> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            clients.add(EchoClient.connect(uri("ws", "/app/key")));
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(clients.get(i).echo("for " + i)).isEqualTo("for " + i);
        }
        Set<Lane> used = endpoint.connections().stream()
                .map(echo -> echo.connection().lane())
                .collect(Collectors.toSet());
        assertThat(used).containsExactlyInAnyOrderElementsOf(lanes);
        assertThat(transport.lanes()).isEqualTo(lanes);
    }

    @Test
    void readsAndAnswersRequestsInItsIoThreads() throws Exception {
        start();
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        for (int i = 0; i < 5; i++) {
            client.echo("a");
        }
        Set<String> used = new HashSet<>(endpoint.connections().get(0).threads());
        Set<String> lanes = new ConcurrentSkipListSet<>();
        transport
                .lanes()
                .forEach(lane ->
                        lane.execute(() -> lanes.add(Thread.currentThread().getName())));
        Await.until("the lanes' threads", () -> lanes.size() == 3);
        assertThat(lanes).allSatisfy(name -> assertThat(name).startsWith("reverb-undertow I/O"));
        assertThat(used).hasSize(1);
        String answer = EchoClient.get(uri("http", "/apps/1/events")).body();
        assertThat(lanes).containsAll(used).contains(answer.substring(answer.indexOf(' ') + 1));
    }

    @Test
    void saysWhyItCannotListen() throws Exception {
        start();
        UndertowTransport second = UndertowTransport.on("127.0.0.1", transport.port());
        assertThatIOException()
                .isThrownBy(() -> second.start(endpoint))
                .withMessage("Port %d on 127.0.0.1 is already in use", transport.port());
        assertThatIOException()
                .isThrownBy(() -> UndertowTransport.on("203.0.113.1", 0).start(endpoint))
                .withMessage("203.0.113.1 is not an address of this machine");
        assertThatIOException()
                .isThrownBy(
                        () -> UndertowTransport.on("no-such-host.invalid", 0).start(endpoint))
                .withMessage("The host no-such-host.invalid is unknown");
        Await.until("the threads of those that failed to end", () -> ioThreads() == 3);
    }

    private static long ioThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("reverb-undertow I/O"))
                .count();
    }

    @Test
    void refusesNonsense() throws Exception {
        start();
        assertThatIllegalArgumentException().isThrownBy(() -> UndertowTransport.on("localhost", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> UndertowTransport.on("localhost", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> transport.withIoThreads(0));
        assertThatIllegalStateException().isThrownBy(() -> transport.start(endpoint));
        assertThatIllegalStateException()
                .isThrownBy(() -> UndertowTransport.on("localhost", 0).port());
        assertThat(transport).hasToString("UndertowTransport[127.0.0.1:0]");
    }

    @Test
    void refusesNewClientsOnceItStopsAccepting() throws Exception {
        start();
        EchoClient client = EchoClient.connect(uri("ws", "/app/key"));
        String up = uri("http", "/up");
        transport.stopAccepting();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> EchoClient.get(up));
        assertThat(client.echo("still here")).isEqualTo("still here");
    }
}
