package dev.reverb.spi.websocket;

import static dev.reverb.spi.websocket.ClientFrames.BINARY;
import static dev.reverb.spi.websocket.ClientFrames.CLOSE;
import static dev.reverb.spi.websocket.ClientFrames.CONTINUATION;
import static dev.reverb.spi.websocket.ClientFrames.FIN;
import static dev.reverb.spi.websocket.ClientFrames.KEY;
import static dev.reverb.spi.websocket.ClientFrames.PING;
import static dev.reverb.spi.websocket.ClientFrames.PONG;
import static dev.reverb.spi.websocket.ClientFrames.TEXT;
import static dev.reverb.spi.websocket.ClientFrames.bytes;
import static dev.reverb.spi.websocket.ClientFrames.close;
import static dev.reverb.spi.websocket.ClientFrames.concat;
import static dev.reverb.spi.websocket.ClientFrames.frame;
import static dev.reverb.spi.websocket.ClientFrames.header;
import static dev.reverb.spi.websocket.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a reader makes of bytes: a table of dialogues after RFC 6455, each read whole, byte by byte, cut at every position
 * and cut at random, from arrays and from direct buffers. All ways must tell the same.
 */
class FrameReaderConformanceTest {

    private static final int LIMIT = 100_000;

    /** What a client might send after it was cut off; must never be delivered. */
    private static final byte[] AFTERWARDS = concat(text("afterwards"), frame(FIN | PING, "afterwards"));

    static Stream<Arguments> dialogues() {
        return Stream.of(messages(), controls(), closes(), violations(), lengths())
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> messages() {
        return Stream.of(
                ok("text", text("Hello"), "text Hello"),
                ok(
                        "the RFC's masked Hello",
                        bytes(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58),
                        "text Hello"),
                ok("empty text", text(""), "text "),
                ok("two texts", concat(text("a"), text("b")), "text a", "text b"),
                ok("text of several bytes each", text("κόσμε 😀"), "text κόσμε 😀"),
                ok("mask of zero", frame(FIN | TEXT, "abcdefghijk".getBytes(), 0), "text abcdefghijk"),
                ok("mask of ones", frame(FIN | TEXT, "abcdefghijk".getBytes(), -1), "text abcdefghijk"),
                ok(
                        "fragments",
                        concat(frame(TEXT, "He"), frame(CONTINUATION, "l"), frame(FIN | CONTINUATION, "lo")),
                        "text Hello"),
                ok(
                        "fragments with masks of their own",
                        concat(
                                frame(TEXT, "Hel".getBytes(), 0x01020304),
                                frame(FIN | CONTINUATION, "lo, you".getBytes(), 0xA0B0C0D0)),
                        "text Hello, you"),
                ok(
                        "empty fragments",
                        concat(frame(TEXT, ""), frame(CONTINUATION, ""), frame(FIN | CONTINUATION, "")),
                        "text "),
                ok("an empty fragment first", concat(frame(TEXT, ""), frame(FIN | CONTINUATION, "a")), "text a"),
                ok("an empty fragment last", concat(frame(TEXT, "a"), frame(FIN | CONTINUATION, "")), "text a"),
                ok(
                        "a character across fragments",
                        concat(frame(TEXT, bytes(0xE2, 0x82)), frame(FIN | CONTINUATION, bytes(0xAC))),
                        "text €"),
                ok(
                        "a text after a fragmented one",
                        concat(frame(TEXT, "a"), frame(FIN | CONTINUATION, "b"), text("c")),
                        "text ab",
                        "text c"));
    }

    private static Stream<Arguments> controls() {
        return Stream.of(
                ok("ping", frame(FIN | PING, ""), "ping "),
                ok("ping with a payload", frame(FIN | PING, "payload"), "ping payload"),
                ok("the longest ping", frame(FIN | PING, "p".repeat(125)), "ping " + "p".repeat(125)),
                ok("pong", frame(FIN | PONG, "unasked"), "pong"),
                ok(
                        "controls between fragments",
                        concat(
                                frame(TEXT, "Hel"),
                                frame(FIN | PING, "in between"),
                                frame(FIN | PONG, ""),
                                frame(FIN | CONTINUATION, "lo")),
                        "ping in between",
                        "pong",
                        "text Hello"),
                over("close between fragments", concat(frame(TEXT, "Hel"), close(1000, "")), "close 1000"));
    }

    private static Stream<Arguments> closes() {
        Stream<Arguments> valid = IntStream.of(
                        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4200,
                        4999)
                .mapToObj(code -> over("close " + code, close(code, "reason"), "close " + code));
        Stream<Arguments> invalid = IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
                .mapToObj(code -> over("close " + code, close(code, "reason"), "violation 1002"));
        return Stream.of(
                        valid,
                        invalid,
                        Stream.of(
                                over("close without a code", frame(FIN | CLOSE, ""), "close 1005"),
                                over("close without a reason", close(1000, ""), "close 1000"),
                                over("close with half a code", frame(FIN | CLOSE, bytes(3)), "violation 1002"),
                                over("the longest reason", close(1000, "r".repeat(123)), "close 1000"),
                                over(
                                        "a reason that is not UTF-8",
                                        frame(FIN | CLOSE, bytes(3, 0xE8, 0xC0, 0x80)),
                                        "violation 1007")))
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> violations() {
        byte[] long126 = new byte[126];
        return Stream.of(
                over("no mask", bytes(0x81, 0x05, 'H', 'e', 'l', 'l', 'o'), "violation 1002"),
                over("no mask, empty", bytes(0x81, 0x00), "violation 1002"),
                over("no mask on a ping", bytes(0x89, 0x00), "violation 1002"),
                over("no mask, long", bytes(0x81, 0x7E, 0xFF, 0xFF), "violation 1002"),
                over("RSV1", frame(FIN | 0x40 | TEXT, "a"), "violation 1002"),
                over("RSV2", frame(FIN | 0x20 | TEXT, "a"), "violation 1002"),
                over("RSV3 on a ping", frame(FIN | 0x10 | PING, ""), "violation 1002"),
                over("opcode 3", frame(FIN | 0x3, "a"), "violation 1002"),
                over("opcode 7", frame(FIN | 0x7, "a"), "violation 1002"),
                over("opcode 11", frame(FIN | 0xB, "a"), "violation 1002"),
                over("opcode 15", frame(FIN | 0xF, "a"), "violation 1002"),
                over("binary", frame(FIN | BINARY, "a"), "violation 1003"),
                over("binary, its first fragment", frame(BINARY, "a"), "violation 1003"),
                over("binary inside a text", concat(frame(TEXT, "a"), frame(FIN | BINARY, "b")), "violation 1002"),
                over("text inside a text", concat(frame(TEXT, "a"), frame(FIN | TEXT, "b")), "violation 1002"),
                over("a continuation of nothing", frame(FIN | CONTINUATION, "a"), "violation 1002"),
                over("a continuation of nothing, more to come", frame(CONTINUATION, "a"), "violation 1002"),
                over(
                        "a continuation after the last",
                        concat(frame(TEXT, "a"), frame(FIN | CONTINUATION, "b"), frame(FIN | CONTINUATION, "c")),
                        "text ab",
                        "violation 1002"),
                over("a fragmented ping", frame(PING, "a"), "violation 1002"),
                over("a fragmented close", frame(CLOSE, ""), "violation 1002"),
                over("a long ping", frame(FIN | PING, long126), "violation 1002"),
                over("a long pong", frame(FIN | PONG, long126), "violation 1002"),
                over("a long close", frame(FIN | CLOSE, long126), "violation 1002"),
                over("a ping of 2^63", header(FIN | PING, Long.MIN_VALUE, 8, KEY), "violation 1002"),
                over("overlong UTF-8", frame(FIN | TEXT, bytes('a', 0xC0, 0xAF)), "violation 1007"),
                over("a surrogate", frame(FIN | TEXT, bytes(0xED, 0xA0, 0x80)), "violation 1007"),
                over("above U+10FFFF", frame(FIN | TEXT, bytes(0xF4, 0x90, 0x80, 0x80)), "violation 1007"),
                over("a cut character", frame(FIN | TEXT, bytes('a', 0xE2, 0x82)), "violation 1007"),
                over(
                        "a cut character in fragments",
                        concat(frame(TEXT, bytes(0xE2)), frame(FIN | CONTINUATION, bytes(0x82))),
                        "violation 1007"));
    }

    private static Stream<Arguments> lengths() {
        Stream<Arguments> edges = IntStream.of(1, 7, 8, 9, 124, 125, 126, 127, 65_535, 65_536, LIMIT)
                .mapToObj(length -> ok("length " + length, text("x".repeat(length)), "text " + "x".repeat(length)));
        return Stream.concat(
                edges,
                Stream.of(
                        over("over the limit", header(FIN | TEXT, LIMIT + 1, 8, KEY), "violation 1009"),
                        over("far over the limit", header(FIN | TEXT, Long.MAX_VALUE, 8, KEY), "violation 1009"),
                        over("2^32", header(FIN | TEXT, 1L << 32, 8, KEY), "violation 1009"),
                        over("2^63", header(FIN | TEXT, Long.MIN_VALUE, 8, KEY), "violation 1002"),
                        over("125 in two bytes", header(FIN | TEXT, 125, 2, KEY), "violation 1002"),
                        over("0 in two bytes", header(FIN | TEXT, 0, 2, KEY), "violation 1002"),
                        over("65535 in eight bytes", header(FIN | TEXT, 65_535, 8, KEY), "violation 1002"),
                        over("1 in eight bytes", header(FIN | TEXT, 1, 8, KEY), "violation 1002"),
                        over("a ping's length in two bytes", header(FIN | PING, 5, 2, KEY), "violation 1002"),
                        ok(
                                "fragments up to the limit",
                                concat(frame(TEXT, "x".repeat(LIMIT - 1)), frame(FIN | CONTINUATION, "x")),
                                "text " + "x".repeat(LIMIT)),
                        over(
                                "fragments over the limit",
                                concat(frame(TEXT, "x".repeat(LIMIT)), header(FIN | CONTINUATION, 1, 0, KEY)),
                                "violation 1009")));
    }

    private static Arguments ok(String name, byte[] bytes, String... calls) {
        return arguments(name, concat(bytes, text("and on")), andThen(calls, "text and on"));
    }

    private static Arguments over(String name, byte[] bytes, String... calls) {
        return arguments(name, concat(bytes, AFTERWARDS), List.of(calls));
    }

    private static List<String> andThen(String[] calls, String last) {
        return Stream.concat(Arrays.stream(calls), Stream.of(last)).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialogues")
    void tellsTheSameHoweverTheBytesAreCut(String name, byte[] bytes, List<String> calls) {
        assertThat(read(false, bytes)).as("whole").isEqualTo(calls);
        assertThat(read(true, bytes)).as("whole, direct").isEqualTo(calls);
        assertThat(read(false, bytes, IntStream.range(1, bytes.length).toArray()))
                .as("byte by byte")
                .isEqualTo(calls);
        for (int cut : cuts(bytes.length)) {
            assertThat(read(cut % 2 == 0, bytes, cut)).as("cut at %d", cut).isEqualTo(calls);
        }
        Random random = new Random(name.hashCode());
        for (int round = 0; round < 20; round++) {
            int[] cuts = random.ints(1 + random.nextInt(9), 0, bytes.length + 1)
                    .sorted()
                    .toArray();
            assertThat(read(round % 2 == 0, bytes, cuts))
                    .as("cut at %s", Arrays.toString(cuts))
                    .isEqualTo(calls);
        }
    }

    /** Every position of a short dialogue; of a long one those at its ends, where headers and edges are. */
    private static int[] cuts(int length) {
        return IntStream.rangeClosed(0, length)
                .filter(cut -> cut < 300 || cut > length - 100)
                .toArray();
    }

    private static List<String> read(boolean direct, byte[] bytes, int... cuts) {
        RecordingHandler handler = new RecordingHandler();
        FrameReader reader = new FrameReader(handler);
        reader.setMaxMessageSize(LIMIT);
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : bytes.length;
            ByteBuffer piece = piece(direct, bytes, from, to);
            reader.read(piece);
            assertThat(piece.hasRemaining()).isFalse();
            from = to;
        }
        assertThat(handler.reasons)
                .allSatisfy(reason -> assertThat(reason).isNotBlank().hasSizeLessThanOrEqualTo(123));
        return handler.calls;
    }

    /** A copy in the middle of something larger, since readers unmask in place. */
    private static ByteBuffer piece(boolean direct, byte[] bytes, int from, int to) {
        int room = to - from + 6;
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(room) : ByteBuffer.allocate(room);
        buffer.position(3);
        ByteBuffer piece = buffer.slice();
        piece.put(bytes, from, to - from).flip();
        return piece;
    }
}
