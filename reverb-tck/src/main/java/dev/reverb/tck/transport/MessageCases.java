package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages in both directions (RFC 6455 sections 5.4 to 5.6). */
abstract class MessageCases extends KitCase {

    private static final List<Integer> LENGTHS = List.of(0, 1, 125, 126, 127, 9_999, 65_535, 65_536, 200_000);

    MessageCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private void echo() {
        endpoint().onConnect((server, request) -> server.connection().setMaxMessageSize(200_000));
        endpoint().onText((server, text) -> server.write(EncodedFrame.text(text)));
    }

    @Test
    void messagesOfAnyLengthGoBothWays() throws IOException {
        echo();
        WebSocketLink client = connect();
        for (int length : LENGTHS) {
            String text = "x".repeat(length);
            client.text(text);
            client.expectText(text);
        }
    }

    @Test
    void textOfAnyCharactersGoesBothWays() throws IOException {
        echo();
        WebSocketLink client = connect();
        for (String text : List.of("äöü €", "\u0000\u007f\u0080\u07ff\u0800\uffff", "👩‍🚀🏳️‍🌈", "\u2028\u2029")) {
            client.text(text);
            client.expectText(text);
        }
    }

    @Test
    void aMessageMayComeByteByByte() throws IOException {
        WebSocketLink client = connect();
        for (byte b : ClientFrame.text("slowly, but surely")) {
            client.send(new byte[] {b});
        }
        assertThat(calls(server(), 1)).containsExactly("text slowly, but surely");
    }

    @Test
    void fragmentsAreOneMessage() throws IOException {
        WebSocketLink client = connect();
        client.send(ClientFrame.of(false, 1, "frag".getBytes(UTF_8)));
        client.send(ClientFrame.of(false, 0, new byte[0]));
        client.send(ClientFrame.of(false, 0, "men".getBytes(UTF_8)));
        client.send(ClientFrame.of(true, 0, "ts".getBytes(UTF_8)));
        assertThat(calls(server(), 1)).containsExactly("text fragments");
    }

    @Test
    void fragmentsMayCutACharacter() throws IOException {
        byte[] euro = "€".getBytes(UTF_8);
        connect()
                .send(
                        ClientFrame.of(false, 1, new byte[] {euro[0]}),
                        ClientFrame.of(false, 0, new byte[] {euro[1]}),
                        ClientFrame.of(true, 0, new byte[] {euro[2]}));
        assertThat(calls(server(), 1)).containsExactly("text €");
    }

    @Test
    void controlFramesComeBetweenFragments() throws IOException {
        WebSocketLink client = connect();
        client.send(
                ClientFrame.of(false, 1, "a".getBytes(UTF_8)),
                ClientFrame.ping("p"),
                ClientFrame.pong("q"),
                ClientFrame.of(true, 0, "b".getBytes(UTF_8)));
        await("the message", () -> server().calls().contains("text ab"));
        if (framesItself()) {
            assertThat(server().calls()).containsExactly("ping p", "pong", "text ab");
        } else {
            assertThat(server().calls()).containsExactly("text ab");
        }
        assertThat(client.next()).hasToString("PONG p");
    }

    @Test
    void messagesOfOneSegmentComeInOrder() throws IOException {
        byte[][] frames =
                IntStream.range(0, 500).mapToObj(i -> ClientFrame.text("m" + i)).toArray(byte[][]::new);
        connect().send(frames);
        assertThat(calls(server(), 500))
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "text m" + i).toList());
    }

    @Test
    void aPingMayCarryUpTo125Bytes() throws IOException {
        WebSocketLink client = connect();
        for (String payload : List.of("", "x", "y".repeat(125))) {
            client.send(ClientFrame.ping(payload));
            assertThat(client.next().toString()).isEqualTo(("PONG " + payload).strip());
        }
    }

    @Test
    void theServersPingArrives() throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        server.onLane(() -> server.write(EncodedFrame.ping()));
        turn();
        assertThat(client.next()).hasToString("PING");
        client.send(ClientFrame.pong(""));
        await("onPong", () -> server.count("pong") == 1);
    }

    @Test
    void whatSeveralThreadsSendArrivesWholeAndInEachOnesOrder() throws Exception {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(author -> new Thread(() -> sendMany(server, author)))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(DEADLINE.toMillis());
        }
        turn();
        List<List<String>> received = IntStream.range(0, 4)
                .<List<String>>mapToObj(i -> new ArrayList<>())
                .toList();
        for (int i = 0; i < 4 * 250; i++) {
            String text = client.next().text();
            received.get(text.charAt(0) - '0').add(text);
        }
        for (int author = 0; author < 4; author++) {
            int number = author;
            assertThat(received.get(author))
                    .isEqualTo(IntStream.range(0, 250)
                            .mapToObj(i -> message(number, i))
                            .toList());
        }
    }

    private static void sendMany(RecordingHandler server, int author) {
        for (int i = 0; i < 250; i++) {
            EncodedFrame frame = EncodedFrame.text(message(author, i));
            server.onLane(() -> server.write(frame));
        }
    }

    private static String message(int author, int number) {
        return author + ":" + number + "x".repeat(number);
    }
}
