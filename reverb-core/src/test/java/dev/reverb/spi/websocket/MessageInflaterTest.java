package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.MessageInflater.Outcome;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages inflate to, held to the RFC's examples and to {@code java.util.zip}. */
class MessageInflaterTest {

    private static final int LIMIT = 10_000;

    private final MessageInflater inflater = new MessageInflater();

    @AfterEach
    void close() {
        inflater.close();
    }

    private Outcome inflate(byte[] deflated, int max) {
        return inflater.inflate(deflated, 0, deflated.length, max);
    }

    private String text() {
        return new String(inflater.bytes(), 0, inflater.length(), UTF_8);
    }

    /** By any level, with the tail taken off. */
    private static byte[] deflate(byte[] message, int level, int flush) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(message);
        byte[] room = new byte[message.length + message.length / 100 + 100];
        int size = deflater.deflate(room, 0, room.length, flush);
        deflater.end();
        return Arrays.copyOf(room, size - 4);
    }

    private static byte[] deflate(String message) {
        return deflate(message.getBytes(UTF_8), 6, Deflater.SYNC_FLUSH);
    }

    /** The examples of RFC 7692 section 7.2.3, and a message of nothing. */
    @ParameterizedTest
    @CsvSource({
        "f248cdc9c90700, Hello",
        "000500faff48656c6c6f00, Hello",
        "f348cdc9c9070000, Hello",
        "f24805000000ffffcac9c90700, Hello",
        "00, ''"
    })
    void theExamplesOfTheRfc(String hex, String expected) {
        assertThat(inflate(HexFormat.of().parseHex(hex), LIMIT)).isEqualTo(Outcome.WHOLE);
        assertThat(text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "07", "ff", "f248cdc9c907", "f248cd", "f248cdc9c90700ff", "f348cdc9c90700", "0005"})
    void whatIsNotWholeIsMalformed(String hex) {
        assertThat(inflate(HexFormat.of().parseHex(hex), LIMIT)).isEqualTo(Outcome.MALFORMED);
        assertThat(inflate(deflate("and then another"), LIMIT)).isEqualTo(Outcome.WHOLE);
        assertThat(text()).isEqualTo("and then another");
    }

    @Test
    void theLimitIsExact() {
        for (int max : new int[] {1, 5, 1_023, 1_024, 1_025, LIMIT}) {
            for (String filler : new String[] {"x", "xyzzy "}) {
                String fits = filler.repeat(max).substring(0, max);
                assertThat(inflate(deflate(fits), max)).isEqualTo(Outcome.WHOLE);
                assertThat(text()).isEqualTo(fits);
                assertThat(inflate(deflate(fits + "y"), max)).isEqualTo(Outcome.TOO_LARGE);
            }
        }
    }

    @Test
    void aBombIsNotMade() {
        byte[] bomb = deflate(new byte[10_000_000], 9, Deflater.SYNC_FLUSH);
        assertThat(bomb).hasSizeLessThan(11_000);
        assertThat(inflate(bomb, LIMIT)).isEqualTo(Outcome.TOO_LARGE);
        assertThat(inflater.bytes()).hasSizeLessThanOrEqualTo(LIMIT + 1);
    }

    @Test
    void aLargeBufferIsNotKept() {
        assertThat(inflate(deflate("x".repeat(300_000)), 400_000)).isEqualTo(Outcome.WHOLE);
        assertThat(inflate(deflate("x"), LIMIT)).isEqualTo(Outcome.WHOLE);
        assertThat(inflater.bytes()).hasSizeLessThan(2_000);
    }

    @Test
    void whatOneMessageSaidIsForgottenForTheNext() {
        Deflater takesOver = new Deflater(9, true);
        byte[] room = new byte[1_000];
        byte[] words = "the same words again and again".repeat(5).getBytes(UTF_8);
        byte[][] messages = new byte[2][];
        for (int i = 0; i < messages.length; i++) {
            takesOver.setInput(words);
            int size = takesOver.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
            messages[i] = Arrays.copyOf(room, size - 4);
        }
        takesOver.end();
        assertThat(inflate(messages[0], LIMIT)).isEqualTo(Outcome.WHOLE);
        assertThat(inflate(messages[1], LIMIT)).isEqualTo(Outcome.MALFORMED);
    }

    // ---- against java.util.zip ----

    private static byte[] message(Random random) {
        byte[] message = new byte[random.nextInt(4) == 0 ? random.nextInt(20) : random.nextInt(6_000)];
        int kinds = 1 + random.nextInt(random.nextBoolean() ? 4 : 256);
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) random.nextInt(kinds);
        }
        return message;
    }

    @Test
    void whatWasDeflatedInAnyWayIsInflated() {
        Random random = new Random(7692);
        for (int i = 0; i < 2_000; i++) {
            byte[] message = message(random);
            int flush = random.nextBoolean() ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
            byte[] deflated = deflate(message, random.nextInt(10), flush);
            byte[] behind = new byte[deflated.length + 7];
            System.arraycopy(deflated, 0, behind, 3, deflated.length);
            assertThat(inflater.inflate(behind, 3, deflated.length, 6_000)).isEqualTo(Outcome.WHOLE);
            assertThat(Arrays.copyOf(inflater.bytes(), inflater.length())).isEqualTo(message);
        }
    }

    /** What the JDK makes of the same bytes behind each other; null where it refuses them, or more is to come. */
    private static byte[] byTheJdk(byte[] deflated) {
        byte[] all = Arrays.copyOf(deflated, deflated.length + 9);
        System.arraycopy(new byte[] {0, 0, -1, -1, 1, 0, 0, -1, -1}, 0, all, deflated.length, 9);
        Inflater jdk = new Inflater(true);
        try {
            jdk.setInput(all);
            byte[] room = new byte[LIMIT + 1];
            int made = jdk.inflate(room);
            boolean whole = jdk.finished() && jdk.getRemaining() == 0;
            return whole || made > LIMIT ? Arrays.copyOf(room, made) : null;
        } catch (DataFormatException broken) {
            return null;
        } finally {
            jdk.end();
        }
    }

    @Test
    void whatWasChangedOnTheWayIsJudgedAsTheJdkDoes() {
        Random random = new Random(1951);
        for (int i = 0; i < 4_000; i++) {
            byte[] deflated = deflate(message(random), random.nextInt(10), Deflater.SYNC_FLUSH);
            for (int changes = random.nextInt(3); changes >= 0 && deflated.length > 0; changes--) {
                deflated[random.nextInt(deflated.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (random.nextInt(5) == 0) {
                deflated = Arrays.copyOf(deflated, random.nextInt(deflated.length + 1));
            }
            byte[] expected = byTheJdk(deflated);
            Outcome outcome = inflate(deflated, LIMIT);
            if (expected != null && expected.length > LIMIT) {
                assertThat(outcome).isEqualTo(Outcome.TOO_LARGE);
            } else if (expected != null) {
                assertThat(outcome).isEqualTo(Outcome.WHOLE);
                assertThat(Arrays.copyOf(inflater.bytes(), inflater.length())).isEqualTo(expected);
            }
            assertThat(inflater.bytes().length).isLessThanOrEqualTo(LIMIT + 1);
        }
    }
}
