package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Body;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.scaling.redis.internal.state.TopicMessage.FactsDue;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Gathered;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Subscriptions;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Terminate;
import dev.reverb.spi.scaling.BusMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bytes are a promise between versions: these may only be added to. */
class TopicMessageTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final NodeId SENDER = new NodeId("n-1");

    @Test
    void anEvent() throws UnreadableMessageException {
        String bytes = "01 45 03 6e2d31 0000000000000102 0000000000000000 0000000000000000 00 7b7d";
        TopicMessage message = golden(bytes, 0x102, 0, 0, event("{}", Optional.empty(), Optional.empty()));
        assertThat(message.isVersioned()).isFalse();
    }

    @Test
    void anEventThatIsKeptAndNotForAll() throws UnreadableMessageException {
        String bytes = "01 45 03 6e2d31 0000000000000001 0000000000000007 0000000000000009 03"
                + " 00000001 3b9ac9ff 00000000001b7740 7b7d";
        TopicMessage message = golden(
                bytes,
                1,
                7,
                9,
                event("{}", Optional.of(new SocketId(1, 999_999_999)), Optional.of(Duration.ofMinutes(30))));
        assertThat(message.isVersioned()).isTrue();
    }

    @Test
    void aMember() throws UnreadableMessageException {
        golden(
                "01 41 03 6e2d31 0000000000000001 0006517ea0000000 0006517ea0000001 00000002 c5bc 01 31",
                1,
                0x6517ea0000000L,
                0x6517ea0000001L,
                new Added(new Member("ż", Optional.of("1"))));
        golden(
                "01 41 03 6e2d31 0000000000000001 0000000000000001 0000000000000002 00000001 37 00",
                1,
                1,
                2,
                new Added(new Member("7", Optional.empty())));
    }

    @Test
    void aMemberThatLeaves() throws UnreadableMessageException {
        golden(
                "01 52 03 6e2d31 0000000000000001 0000000000000001 0000000000000002 eda080",
                1,
                1,
                2,
                new Removed("\ud800"));
    }

    @Test
    void subscriptions() throws UnreadableMessageException {
        golden(
                "01 53 03 6e2d31 0000000000000001 0000000000000001 0000000000000002 00000100",
                1,
                1,
                2,
                new Subscriptions(256));
    }

    @Test
    void aNodeThatHears() throws UnreadableMessageException {
        golden("01 47 03 6e2d31 0000000000000001 0000000000000000 0000000000000000 00000002", 1, 0, 0, new Gathered(2));
    }

    @Test
    void aTermination() throws UnreadableMessageException {
        golden("01 54 03 6e2d31 0000000000000001 0000000000000000 0000000000000000 37", 1, 0, 0, new Terminate("7"));
    }

    @Test
    void factsThatAreDue() throws UnreadableMessageException {
        golden(
                "01 44 03 6e2d31 0000000000000001 0000000000000000 0000000000000000 000000ff 0000000000000bb8",
                1,
                0,
                0,
                new FactsDue(255, 3_000));
    }

    @Test
    void whatIsCutOffIsRefusedOrAShorterText() {
        byte[] whole = TopicMessage.unversioned(SENDER, 1, new Added(new Member("user", Optional.of("information"))))
                .encode();
        for (int length = 0; length < 3 + 3 + 24 + 4 + 4 + 1; length++) {
            UnreadableMessageException refused = refused(Arrays.copyOf(whole, length));
            assertThat(refused.sender()).isEqualTo(length < 6 ? UnreadableMessageException.UNKNOWN : "n-1");
        }
    }

    @Test
    void anotherVersionOfTheFormatIsNamedWithItsSender() {
        byte[] bytes = HEX.parseHex("02" + "45" + "03" + "6e2d31" + "ffff");
        UnreadableMessageException refused = refused(bytes);
        assertThat(refused.reason()).isEqualTo("its format is version 2");
        assertThat(refused.sender()).isEqualTo("n-1");
        assertThat(refused).hasMessage("Message from node n-1: its format is version 2");
    }

    @Test
    void anUnknownKindIsNamedWithItsSender() {
        byte[] bytes = TopicMessage.unversioned(SENDER, 1, new Removed("7")).encode();
        bytes[1] = 'Z';
        assertThat(refused(bytes).reason()).isEqualTo("of the unknown kind 'Z'");
        bytes[1] = (byte) 0xFF;
        assertThat(refused(bytes).reason()).isEqualTo("of the unknown kind 0xff");
    }

    @Test
    void aNumberThatCannotBeIsRefused() {
        for (String tail : new String[] {
            "45 01 ffffffff 00000000", // an excluded connection with a negative number
            "45 02 00", // kept, and the time missing
            "41 7fffffff 37 00", // a user's id longer than the message
            "41 ffffffff 37 00", // a negative length
            "53 ffffffff", // a negative count
            "53 00000001 00" // more than a count
        }) {
            byte[] parsed = HEX.parseHex(tail.replace(" ", ""));
            byte[] bytes = TopicMessage.unversioned(SENDER, 1, new Removed("")).encode();
            bytes[1] = parsed[0];
            byte[] whole = Arrays.copyOf(bytes, bytes.length + parsed.length - 1);
            System.arraycopy(parsed, 1, whole, bytes.length, parsed.length - 1);
            assertThat(refused(whole).reason()).isEqualTo("malformed, of kind '" + (char) parsed[0] + "'");
        }
    }

    @Test
    void garbageIsRefusedForFewReasons() {
        Random random = new Random(1);
        Set<String> reasons = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && i % 2 == 0) {
                bytes[0] = 1;
                bytes[2] = 0;
            }
            try {
                TopicMessage.decode(bytes);
            } catch (UnreadableMessageException e) {
                reasons.add(e.reason());
            }
        }
        assertThat(reasons).hasSizeLessThan(600);
        assertThat(refused("{\"event\":\"from another program\"}".getBytes(StandardCharsets.UTF_8))
                        .reason())
                .isEqualTo("no message of ours");
    }

    private static UnreadableMessageException refused(byte[] bytes) {
        return catchThrowableOfType(UnreadableMessageException.class, () -> TopicMessage.decode(bytes));
    }

    private static Event event(String payload, Optional<SocketId> excluded, Optional<Duration> keepFor) {
        return new Event(new BusMessage(payload.getBytes(StandardCharsets.UTF_8), excluded, keepFor));
    }

    /** Holds a message to its bytes, both ways. */
    private static TopicMessage golden(String bytes, long number, long before, long after, Body body)
            throws UnreadableMessageException {
        TopicMessage message = new TopicMessage(SENDER, number, before, after, body);
        assertThat(HEX.formatHex(message.encode())).isEqualTo(bytes.replace(" ", ""));
        TopicMessage read = TopicMessage.decode(HEX.parseHex(bytes.replace(" ", "")));
        assertThat(read).usingRecursiveComparison().isEqualTo(message);
        return read;
    }
}
