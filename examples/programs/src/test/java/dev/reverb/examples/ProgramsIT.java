package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.reverb.examples.nio.NioServer;
import dev.reverb.examples.tomcat.MountedInTomcat;
import dev.reverb.tck.transport.EchoClient;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the examples' programs as a user would. */
class ProgramsIT {

    static List<Named<Running.Program>> programs() {
        return List.of(
                named("EmbeddedServer", EmbeddedServer::main),
                named("MountedInJetty", MountedInJetty::main),
                named("MountedInUndertow", MountedInUndertow::main),
                named("MountedInTomcat", MountedInTomcat::main),
                named("NioServer", NioServer::main));
    }

    static List<Named<Running.Program>> hosts() {
        return programs().stream()
                .filter(program -> program.getName().startsWith("Mounted"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void clientsConnectHearWhatIsPublishedAndAreToldTheEnd(Running.Program program) throws Exception {
        EchoClient client;
        try (Running server = new Running(program)) {
            client = server.connect();
            assertThat(client.next()).contains("pusher:connection_established");
            client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
            assertThat(client.next()).contains("subscription_succeeded");
            assertThat(server.publish("{\"name\":\"OrderShipped\",\"channel\":\"orders\",\"data\":\"42\"}")
                            .body())
                    .isEqualTo("{}");
            assertThat(client.next()).contains("OrderShipped", "42");
        }
        assertThat(client.closeCode()).isEqualTo(4200);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void theApplicationServesOn(Running.Program program) throws Exception {
        try (Running server = new Running(program)) {
            assertThat(server.get("/hello").body()).isEqualTo("Hello\n");
            // Not Reverb's, unless that is asked for.
            assertThat(server.get("/up").body()).doesNotContain("health");
        }
    }

    @Test
    void aServerOfItsOwnSaysThatItIsUp() throws Exception {
        try (Running server = new Running(EmbeddedServer::main)) {
            assertThat(server.get("/up").body()).isEqualTo("{\"health\":\"OK\"}");
            assertThat(server.get("/hello").statusCode()).isEqualTo(404);
        }
    }
}
