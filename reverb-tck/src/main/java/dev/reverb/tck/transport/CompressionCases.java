package dev.reverb.tck.transport;

import static dev.reverb.tck.ClientFrame.COMPRESSED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.MessageDeflater;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.ServerFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code permessage-deflate} (RFC 7692): how it is negotiated, and where its bit may be. What messages inflate to is the engine's
 * to judge.
 */
abstract class CompressionCases extends KitCase {

    private static final String NAME = "permessage-deflate";

    /** One that compresses well, with characters of several bytes. */
    private static final String TEXT = "{\"euro\":\"€\",\"n\":1},".repeat(20);

    private static final byte[] DEFLATED = ClientFrame.deflate(TEXT);

    CompressionCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private void compress() {
        assumeTrue(underTest().compresses(), "This transport does not compress");
        endpoint().compress();
    }

    private static String told(byte[]... pieces) {
        return "compressed " + HexFormat.of().formatHex(ClientFrame.join(pieces));
    }

    // ---- negotiation ----

    private void expectAnswer(Optional<String> expected, String... offers) throws IOException {
        List<String> headers = Stream.of(offers)
                .map(offer -> "Sec-WebSocket-Extensions: " + offer)
                .toList();
        HttpClientLink http = http();
        http.send(WebSocketLink.upgradeWith("/app/kit", headers));
        WebSocketLink.opened(http, framesItself(), expected);
    }

    private void expectAccepted(String... offers) throws IOException {
        expectAnswer(Optional.of(WebSocketLink.COMPRESSION), offers);
    }

    private void expectDeclined(String... offers) throws IOException {
        expectAnswer(Optional.empty(), offers);
    }

    @Test
    void whatCanBeDoneIsAccepted() throws IOException {
        compress();
        expectAccepted(NAME);
        expectAccepted(NAME + "; client_max_window_bits");
        expectAccepted(NAME + "; client_max_window_bits=8");
        expectAccepted(NAME + ";client_max_window_bits = \"1\\0\"");
        expectAccepted(NAME + "; server_no_context_takeover; client_no_context_takeover");
        expectAnswer(
                Optional.of(WebSocketLink.COMPRESSION + "; server_max_window_bits=15"),
                NAME + "; server_max_window_bits=15; client_max_window_bits=15");
    }

    @Test
    void whatCannotBeDoneIsDeclined() throws IOException {
        compress();
        expectDeclined();
        expectDeclined("x-webkit-deflate-frame");
        for (String parameter : List.of(
                "server_max_window_bits",
                "server_max_window_bits=14",
                "server_max_window_bits=16",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=08",
                "server_no_context_takeover=1",
                "client_no_context_takeover=true",
                "memory_level=9",
                "client_max_window_bits; client_max_window_bits",
                "client_max_window_bits=\"1 5\"",
                "client_max_window_bits=",
                "",
                "=15")) {
            expectDeclined(NAME + "; " + parameter);
        }
    }

    @Test
    void theFirstOfferThatCanBeAcceptedIs() throws IOException {
        compress();
        expectAccepted("x-webkit-deflate-frame, " + NAME + "; server_max_window_bits=10, , " + NAME);
        expectAccepted(NAME + "; unknown", NAME + "; client_max_window_bits");
        expectAnswer(
                Optional.of(WebSocketLink.COMPRESSION + "; server_max_window_bits=15"),
                NAME + "; server_max_window_bits=15",
                NAME);
    }

    @Test
    void theEngineIsToldWhatWasAgreed() throws IOException {
        compress();
        connectCompressed();
        assertThat(((RawConnection) server().connection()).isCompressed()).isTrue();
        expectDeclined(NAME + "; unknown");
        await("the other", () -> endpoint().find("/app/kit").isPresent());
        assertThat(((RawConnection) server("/app/kit").connection()).isCompressed())
                .isFalse();
    }

    @Test
    void aTransportWithoutItAgreesToNothing() throws IOException {
        assumeTrue(framesItself() && !underTest().compresses());
        endpoint().compress();
        connect().send(ClientFrame.compressed("x")).expectViolation(1002);
        assertEnded(server(), "violation 1002", "disconnect");
    }

    // ---- what clients send ----

    @Test
    void compressedMessagesAreHandedOnAsTheyCame() throws IOException {
        compress();
        connectCompressed(ClientFrame.compressed("right behind the handshake"))
                .send(ClientFrame.text("plain"), ClientFrame.compressed(TEXT), ClientFrame.text("plain again"));
        assertThat(calls(server(), 4))
                .containsExactly(
                        told(ClientFrame.deflate("right behind the handshake")),
                        "text plain",
                        told(DEFLATED),
                        "text plain again");
    }

    /** A message of nothing is a single zero; the others are examples of RFC 7692 section 7.2.3. */
    @Test
    void messagesOfAnyFormAreHandedOn() throws IOException {
        compress();
        WebSocketLink client = connectCompressed();
        List<String> expected = new ArrayList<>();
        for (String hex :
                List.of("00", "f248cdc9c90700", "f348cdc9c9070000", "f248050000 00ffffcac9c90700".replace(" ", ""))) {
            client.send(ClientFrame.of(true, COMPRESSED | 1, HexFormat.of().parseHex(hex)));
            expected.add("compressed " + hex);
        }
        assertThat(calls(server(), 4)).containsExactlyElementsOf(expected);
    }

    private static byte[][] fragments(byte[] message, int size) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < message.length; at += size) {
            int end = Math.min(message.length, at + size);
            int opcode = at == 0 ? COMPRESSED | 1 : 0;
            frames.add(ClientFrame.of(end == message.length, opcode, Arrays.copyOfRange(message, at, end)));
        }
        return frames.toArray(byte[][]::new);
    }

    @Test
    void compressedMessagesComeInFragments() throws IOException {
        compress();
        WebSocketLink client = connectCompressed();
        for (int size : new int[] {1, 7, DEFLATED.length - 1}) {
            client.send(fragments(DEFLATED, size));
        }
        client.send(ClientFrame.of(false, 1, "not ".getBytes(UTF_8)), ClientFrame.of(true, 0, "so".getBytes(UTF_8)));
        assertThat(calls(server(), 4)).containsExactly(told(DEFLATED), told(DEFLATED), told(DEFLATED), "text not so");
    }

    @Test
    void compressedFramesMayBeCutAnywhere() throws IOException {
        compress();
        byte[][] inThree = fragments(DEFLATED, DEFLATED.length / 3 + 1);
        byte[] all = ClientFrame.join(
                inThree[0], ClientFrame.ping("between"), inThree[1], inThree[2], ClientFrame.compressed("and whole"));
        for (int size : new int[] {1, 3, 11}) {
            WebSocketLink client = connectCompressed();
            RecordingHandler server = server();
            for (int i = 0; i < all.length; i += size) {
                client.send(Arrays.copyOfRange(all, i, Math.min(all.length, i + size)));
            }
            assertThat(client.next()).hasToString("PONG between");
            assertThat(calls(server, 3))
                    .containsExactly("ping between", told(DEFLATED), told(ClientFrame.deflate("and whole")));
            client.reset();
            awaitDisconnect(server);
        }
    }

    // ---- what they may not ----

    private void expectViolation(int code, byte[]... wrong) throws IOException {
        WebSocketLink client = connectCompressed();
        RecordingHandler server = server();
        client.send(ClientFrame.join(wrong), ClientFrame.text("behind"));
        client.expectViolation(code);
        assertEnded(server, "violation " + code, "disconnect");
    }

    @Test
    void theBitIsForTheFirstFrameOfAMessageOnly() throws IOException {
        compress();
        byte[] begun = ClientFrame.of(false, COMPRESSED | 1, Arrays.copyOf(DEFLATED, 5));
        byte[] rest = Arrays.copyOfRange(DEFLATED, 5, DEFLATED.length);
        expectViolation(1002, begun, ClientFrame.of(true, COMPRESSED, rest));
        expectViolation(1002, ClientFrame.of(false, 1, "a".getBytes(UTF_8)), ClientFrame.of(true, COMPRESSED, rest));
        for (int control : new int[] {8, 9, 10}) {
            expectViolation(1002, ClientFrame.of(true, COMPRESSED | control, new byte[0]));
        }
    }

    @Test
    void theOtherBitsAreForNobody() throws IOException {
        compress();
        for (int bits : new int[] {0x20, 0x10, 0x60, 0x50, 0x70}) {
            expectViolation(1002, ClientFrame.of(true, bits | 1, DEFLATED));
        }
    }

    @Test
    void compressedBinaryIsRefusedAsSuch() throws IOException {
        compress();
        expectViolation(1003, ClientFrame.of(true, COMPRESSED | 2, DEFLATED));
    }

    @Test
    void compressedMessagesAreLimitedToo() throws IOException {
        compress();
        byte[] large = new byte[11_000];
        expectViolation(1009, ClientFrame.of(true, COMPRESSED | 1, large));
        expectViolation(
                1009,
                ClientFrame.of(false, COMPRESSED | 1, Arrays.copyOf(large, 6_000)),
                ClientFrame.of(true, 0, Arrays.copyOf(large, 6_000)));
    }

    @Test
    void plainMessagesAreJudgedAsWithoutIt() throws IOException {
        compress();
        expectViolation(1007, ClientFrame.of(true, 1, new byte[] {(byte) 0x80}));
        expectViolation(1009, ClientFrame.text("x".repeat(10_001)));
    }

    // ---- what they get ----

    @Test
    void clientsGetWhatTheEngineHasCompressed() throws IOException {
        compress();
        WebSocketLink client = connectCompressed();
        RecordingHandler server = server();
        EncodedFrame frame = EncodedFrame.text(TEXT);
        try (MessageDeflater deflater = new MessageDeflater()) {
            EncodedFrame compressed = frame.compressed(deflater);
            server.onLane(() -> {
                server.write(compressed);
                server.write(frame);
                server.write(compressed);
            });
        }
        for (boolean expected : new boolean[] {true, false, true}) {
            ServerFrame got = client.next();
            assertThat(got.text()).isEqualTo(TEXT);
            assertThat(got.isCompressed()).isEqualTo(expected);
        }
    }
}
