package dev.reverb.engine;

import dev.reverb.tck.Dialogue;
import dev.reverb.tck.ReverbTester;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /apps/{id}/users/{user}/terminate_connections} (PROTOCOL 6, row 7). */
class TerminateConnectionsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aUsersConnectionsAreClosed(int lanes) {
        try (ReverbTester reverb = ReverbTester.builder().lanes(lanes).start()) {
            Dialogue.play("api/terminate-connections.txt", reverb);
        }
    }
}
