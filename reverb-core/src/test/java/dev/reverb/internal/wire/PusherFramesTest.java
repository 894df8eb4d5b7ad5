package dev.reverb.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PusherFramesTest {

    /** Around the lengths where a frame's header grows. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 77, 78, 79, 80, 81, 82, 83, 84, 85, 65_480, 65_490, 65_491, 65_492, 65_493, 65_494, 65_500, 70_000
            })
    void writesAPublishedEventIntoItsFrameAtOnce(int length) {
        for (String name : new String[] {"a", "private-cache-x.1", "#server-to-user-\"é"}) {
            JsonSlice event = JsonSlice.of("\"new\\u002dorder\"");
            byte[] body = ("##\"" + "d".repeat(length) + "\"##").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            JsonSlice data = new JsonSlice(body, 2, body.length - 2);

            EncodedFrame frame = PusherFrames.event(event, ChannelName.of(name), data);

            String channel = new JsonBytes().string(name).toString();
            String expected =
                    "{\"event\":" + event.json() + ",\"channel\":" + channel + ",\"data\":" + data.json() + "}";
            assertThat(frame.text()).isEqualTo(expected);
            assertThat(frame.wire()).isEqualTo(EncodedFrame.text(expected).wire());
        }
    }

    @Test
    void aSignInIsAnsweredWithTheTextAsAStringInAString() {
        assertThat(PusherFrames.signInSuccess("{\"id\":\"é\\\\\"}").text())
                .isEqualTo("{\"event\":\"pusher:signin_success\",\"data\":\"{\\\"user_data\\\":"
                        + "\\\"{\\\\\\\"id\\\\\\\":\\\\\\\"é\\\\\\\\\\\\\\\\\\\\\\\"}\\\"}\"}");
    }

    @Test
    void aWatchersEventsNameUsersByAnyId() {
        assertThat(PusherFrames.watchlistEvent(false, List.of("7", "a\"é")).text())
                .isEqualTo("{\"event\":\"pusher_internal:watchlist_events\",\"data\":\"{\\\"events\\\":[{\\\"name\\\":"
                        + "\\\"offline\\\",\\\"user_ids\\\":[\\\"7\\\",\\\"a\\\\\\\"é\\\"]}]}\"}");
    }

    @Test
    void aUsersChannelMayHaveAnyNameInAnAnswer() {
        assertThat(PusherFrames.subscriptionSucceeded(ChannelName.ofUser("a\"é"))
                        .text())
                .isEqualTo("{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":"
                        + "\"#server-to-user-a\\\"é\",\"data\":\"{}\"}");
    }
}
