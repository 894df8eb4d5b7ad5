package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.InMemoryTransport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the server says about its port: that of the first transport which has one, for as long as anybody asks. */
class PortTest {

    @Test
    void isThatOfTheFirstTransportThatListens() {
        try (ReverbServer server = start(new InMemoryTransport(), new Listening(4_711), new Listening(4_712))) {
            assertThat(server.port()).isEqualTo(4_711);
        }
    }

    @Test
    void isKnownAfterTheServerHasBeenClosed() {
        ReverbServer server = start(new Listening(4_711));
        server.close();

        assertThat(server.port()).isEqualTo(4_711);
    }

    @Test
    void isNoneWhereNoTransportListens() {
        try (ReverbServer server = start(new InMemoryTransport())) {
            assertThatIllegalStateException()
                    .isThrownBy(server::port)
                    .withMessage("No transport of this server listens by itself.");
        }
    }

    private static ReverbServer start(Transport... transports) {
        ReverbServer.Builder builder = ReverbServer.builder().application(Application.of("1", "key", "secret"));
        List.of(transports).forEach(builder::transport);
        return builder.start();
    }

    /** Has a port while it listens, as a socket does. */
    private static final class Listening implements Transport {

        private final int boundTo;
        private volatile int port = -1;

        Listening(int boundTo) {
            this.boundTo = boundTo;
        }

        @Override
        public String name() {
            return "listening";
        }

        @Override
        public void start(ServerEndpoint endpoint) {
            port = boundTo;
        }

        @Override
        public List<Lane> lanes() {
            return List.of();
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void stopAccepting() {
            port = -1;
        }

        @Override
        public void stop() {}
    }
}
