package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Messages that come in many frames, and frames that come in many reads (RFC 6455 section 5.4). */
abstract class FragmentCases extends KitCase {

    FragmentCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private static byte[] begin(String text) {
        return ClientFrame.of(false, 1, text.getBytes(UTF_8));
    }

    private static byte[] more(String text) {
        return ClientFrame.of(false, 0, text.getBytes(UTF_8));
    }

    private static byte[] end(String text) {
        return ClientFrame.of(true, 0, text.getBytes(UTF_8));
    }

    @Test
    void aMessageMayHaveAThousandFragments() throws IOException {
        List<byte[]> frames = new ArrayList<>(List.of(begin("")));
        for (int i = 0; i < 1_000; i++) {
            frames.add(more(String.valueOf((char) ('a' + i % 26))));
        }
        frames.add(end("!"));
        connect().send(frames.toArray(byte[][]::new));
        String alphabet = "abcdefghijklmnopqrstuvwxyz";
        assertThat(calls(server(), 1))
                .containsExactly("text " + alphabet.repeat(39).substring(0, 1_000) + "!");
    }

    @Test
    void aMessageMayHaveNothingInItsFragments() throws IOException {
        connect().send(begin(""), more(""), end(""));
        assertThat(calls(server(), 1)).containsExactly("text ");
    }

    @Test
    void pingsBetweenFragmentsAreAnsweredInOrderBeforeTheMessageIsWhole() throws IOException {
        WebSocketLink client = connect();
        client.send(begin("a"));
        for (int i = 0; i < 20; i++) {
            client.send(ClientFrame.ping("p" + i), more("b"), ClientFrame.pong("q"));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(client.next()).hasToString("PONG p" + i);
        }
        assertThat(server().calls()).doesNotContain("text a");
        client.send(end("c"));
        String whole = "text a" + "b".repeat(20) + "c";
        await("the message", () -> server().calls().contains(whole));
    }

    @Test
    void aMessageThatIsBrokenOffByACloseIsDropped() throws IOException {
        WebSocketLink client = connect();
        client.send(begin("never whole"));
        client.close(1001, "leaving");
        client.expectClose(1001);
        assertEnded(server(), "close 1001", "disconnect");
    }

    @Test
    void messagesFollowEachOtherInAnyForm() throws IOException {
        connect()
                .send(
                        ClientFrame.text("a"),
                        begin("b"),
                        end("c"),
                        ClientFrame.text("d"),
                        begin("e"),
                        more("f"),
                        end(""),
                        ClientFrame.text(""));
        assertThat(calls(server(), 5)).containsExactly("text a", "text bc", "text d", "text ef", "text ");
    }

    @Test
    void framesMayBeCutAnywhere() throws IOException {
        byte[] all = ClientFrame.join(
                begin("€".repeat(30)),
                ClientFrame.ping("between"),
                end("x".repeat(200)),
                ClientFrame.text("👩‍🚀"),
                ClientFrame.close(1000, "bye"));
        for (int size : new int[] {1, 2, 3, 5, 7, 13}) {
            int before = endpoint().connections().size();
            WebSocketLink client = connect();
            for (int i = 0; i < all.length; i += size) {
                client.send(java.util.Arrays.copyOfRange(all, i, Math.min(all.length, i + size)));
            }
            assertThat(client.next()).hasToString("PONG between");
            client.expectClose(1000);
            await("the connection", () -> endpoint().connections().size() > before);
            RecordingHandler server = server();
            awaitDisconnect(server);
            assertThat(server.calls())
                    .containsSubsequence("text " + "€".repeat(30) + "x".repeat(200), "text 👩‍🚀", "disconnect");
        }
    }

    @Test
    void aCharacterMayBeCutByReadsAndByFragments() throws IOException {
        byte[] astronaut = "👩".getBytes(UTF_8);
        WebSocketLink client = connect();
        for (int i = 0; i < astronaut.length; i++) {
            boolean last = i == astronaut.length - 1;
            for (byte b : ClientFrame.of(last, i == 0 ? 1 : 0, new byte[] {astronaut[i]})) {
                client.send(new byte[] {b});
            }
        }
        assertThat(calls(server(), 1)).containsExactly("text 👩");
    }

    @Test
    void badTextIsNoticedHoweverItIsCut() throws IOException {
        // A surrogate, an overlong slash, and a character that lacks its end.
        for (int[] bad : List.of(new int[] {0xED, 0xA0, 0x80}, new int[] {0xC0, 0xAF}, new int[] {0xE2, 0x82})) {
            WebSocketLink client = connect();
            RecordingHandler server = server();
            List<byte[]> frames = new ArrayList<>(List.of(begin("good: ")));
            for (int b : bad) {
                frames.add(ClientFrame.of(false, 0, new byte[] {(byte) b}));
            }
            frames.add(end(""));
            byte[] all = ClientFrame.join(frames.toArray(byte[][]::new));
            // In pairs: a server that fails fast may have ended before the last byte.
            int half = all.length / 2;
            client.send(java.util.Arrays.copyOf(all, half));
            client.send(java.util.Arrays.copyOfRange(all, half, all.length));
            client.expectViolation(1007);
            assertEnded(server, "violation 1007", "disconnect");
        }
    }
}
