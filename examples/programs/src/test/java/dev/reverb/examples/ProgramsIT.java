package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.examples.nio.NioServer;
import org.junit.jupiter.api.Test;

/** Runs the programs of this module as a user would. */
class ProgramsIT {

    @Test
    void theEmbeddedServerServes() throws Exception {
        try (Running server = new Running(EmbeddedServer::main)) {
            assertThat(server.connect()).contains("pusher:connection_established");
        }
    }

    @Test
    void theMountedServerServesBesideTheApplication() throws Exception {
        try (Running server = new Running(MountedInJetty::main)) {
            assertThat(server.get("/hello")).isEqualTo("Hello\n");
            assertThat(server.connect()).contains("pusher:connection_established");
        }
    }

    @Test
    void theServerOnATransportOfOnesOwnServes() throws Exception {
        try (Running server = new Running(NioServer::main)) {
            assertThat(server.connect()).contains("pusher:connection_established");
        }
    }
}
