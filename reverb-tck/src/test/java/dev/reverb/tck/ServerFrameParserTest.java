package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerFrameParserTest {

    private final List<String> frames = new ArrayList<>();
    private final ServerFrameParser parser = new ServerFrameParser(frame -> frames.add(frame.toString()));

    @Test
    void framesOfAllLengthsAreRead() {
        for (int length : List.of(0, 1, 125, 126, 65_535, 65_536)) {
            parser.accept(EncodedFrame.text("x".repeat(length)).wire());
            assertThat(frames.remove(0)).isEqualTo("x".repeat(length));
        }
    }

    @Test
    void framesMayBeJoinedAndCut() {
        byte[] both = ByteBuffer.allocate(400)
                .put(EncodedFrame.text("y".repeat(200)).wire())
                .put(EncodedFrame.ping().wire())
                .put(EncodedFrame.pong("p".getBytes(UTF_8), 0, 1).wire())
                .put(EncodedFrame.close(4200, "bye").wire())
                .array();
        int end = 204 + 2 + 3 + 7;
        for (int i = 0; i < end; i++) {
            parser.accept(ByteBuffer.wrap(both, i, 1));
        }
        assertThat(frames).containsExactly("y".repeat(200), "PING", "PONG p", "CLOSE 4200 bye");
        assertThat(parser.isWithinFrame()).isFalse();
    }

    @Test
    void fragmentsAreJoinedWhereTheyAreExpected() {
        ServerFrameParser joining = ServerFrameParser.joiningFragments(frame -> frames.add(frame.toString()));
        // A euro sign cut in three, with a pong inside, and a whole message behind.
        joining.accept(ByteBuffer.wrap(HexFormat.of().parseHex("0101e2" + "8a00" + "000182" + "8001ac" + "810178")));
        assertThat(frames).containsExactly("PONG", "€", "x");
        for (String hex : List.of("800161", "000161", "010161810162", "0900", "820161")) {
            assertThatExceptionOfType(AssertionError.class)
                    .as(hex)
                    .isThrownBy(() -> ServerFrameParser.joiningFragments(frame -> {})
                            .accept(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
        }
    }

    @Test
    void whatBreaksTheRfcIsRefused() {
        for (String hex : List.of(
                "8181000000", // masked
                "c10161", // a reserved bit
                "010161", // a fragment
                "820161", // binary
                "817e007d", // a length that is too long by a form
                "817f000000000000ffff",
                "897e0080", // a long ping
                "8801ff", // half a code
                "8101ff" // not UTF-8
                )) {
            assertThatExceptionOfType(AssertionError.class)
                    .as(hex)
                    .isThrownBy(() -> new ServerFrameParser(frame -> {})
                            .accept(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
        }
    }

    @Test
    void nothingFollowsAClose() {
        parser.accept(EncodedFrame.close(1000, "").wire());
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> parser.accept(ByteBuffer.wrap(new byte[] {1})))
                .withMessageContaining("behind a Close");
    }
}
