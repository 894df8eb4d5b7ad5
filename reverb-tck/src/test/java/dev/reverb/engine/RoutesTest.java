package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.Dialogue;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths and methods that the server has no answer for, and {@code /up} (PROTOCOL 6). */
class RoutesTest {

    private final ReverbTester reverb = ReverbTester.start();

    @AfterEach
    void stop() {
        reverb.close();
    }

    @Test
    void whatIsNoRouteIsNotFound() {
        Dialogue.play("api/routes.txt", reverb);
    }

    @ParameterizedTest
    @CsvSource({
        "/apps/app-id/events, 'OPTIONS, POST'",
        "/apps/app-id/batch_events, 'OPTIONS, POST'",
        "/apps/app-id/channels, 'GET, OPTIONS'",
        "/apps/app-id/channels/orders, 'GET, OPTIONS'",
        "/apps/app-id/channels/presence-room/users, 'GET, OPTIONS'",
        "/apps/app-id/connections, 'GET, OPTIONS'",
        "/apps/app-id/users/1/terminate_connections, 'OPTIONS, POST'",
        "/up, 'GET, HEAD'"
    })
    void anotherMethodIsToldWhatIsAllowed(String path, String allowed) {
        assertThat(reverb.transport().request(InMemoryRequest.of("PUT", path)).header("Allow"))
                .contains(allowed);
    }
}
