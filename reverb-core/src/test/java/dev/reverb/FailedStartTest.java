package dev.reverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transport that cannot start ends those that have started, and is itself left alone. */
class FailedStartTest {

    private final List<String> calls = new ArrayList<>();

    @Test
    void stopsOnlyTheTransportsThatHaveStarted() {
        ReverbServer.Builder builder = ReverbServer.builder()
                .application(Application.of("1", "k", "s"))
                .transport(new RecordingTransport("first", false))
                .transport(new RecordingTransport("second", true))
                .transport(new RecordingTransport("third", false));
        assertThatThrownBy(builder::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("second cannot start");
        assertThat(calls).containsExactly("start first", "start second", "stopAccepting first", "stop first");
    }

    private final class RecordingTransport implements Transport {

        private final String name;
        private final boolean fails;

        RecordingTransport(String name, boolean fails) {
            this.name = name;
            this.fails = fails;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start(ServerEndpoint endpoint) throws IOException {
            calls.add("start " + name);
            if (fails) {
                throw new IOException(name + " cannot start");
            }
        }

        @Override
        public List<Lane> lanes() {
            return List.of();
        }

        @Override
        public int port() {
            return -1;
        }

        @Override
        public void stopAccepting() {
            calls.add("stopAccepting " + name);
        }

        @Override
        public void stop() {
            calls.add("stop " + name);
        }
    }
}
