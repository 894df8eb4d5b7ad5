package dev.reverb.engine;

import dev.reverb.tck.Dialogue;
import dev.reverb.tck.ReverbTester;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be read: channels, their users, connections (PROTOCOL 6, rows 3 to 6). */
class ChannelsRoutesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void channelsAreTold(int lanes) {
        try (ReverbTester reverb = ReverbTester.builder().lanes(lanes).start()) {
            Dialogue.play("api/channels.txt", reverb);
        }
    }
}
