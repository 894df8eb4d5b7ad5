package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reverb.ReverbServer;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ServerFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A server with compression, and clients of which some take it. */
abstract class ServerCompressionCases extends ServerCase {

    /** Of {@code max_message_size}. */
    private static final int LARGEST = APPLICATION.maxMessageSize();

    private static final int SMALLEST = APPLICATION.compressionMinSize();

    ServerCompressionCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private ReverbServer startCompressing() {
        assumeTrue(underTest().compresses(), "This transport does not compress");
        return start(settings().compression(true), underTest().transport());
    }

    /** Nobody knows beforehand whether a client offers compression; one that does not must see no difference. */
    private PusherLink connectPlainly(String channel) throws IOException {
        HttpClientLink http = http();
        http.send(WebSocketLink.upgradeWith("/app/" + APPLICATION.key() + "?protocol=7", List.of()));
        return new PusherLink(
                        APPLICATION, WebSocketLink.opened(http, framesItself()).answeringCloses())
                .subscribe(channel);
    }

    private static String data(int number) {
        return ("number " + number + ", ").repeat(number % 40);
    }

    @Test
    void allGetTheSameEventsWhetherTheyTakeItOrNot() throws IOException {
        ReverbServer server = startCompressing();
        List<PusherLink> plain = new ArrayList<>();
        List<PusherLink> compressed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            plain.add(connectPlainly("orders"));
            compressed.add(connectCompressed("orders"));
        }
        for (int i = 0; i < 80; i++) {
            server.publish(APPLICATION.id(), "orders", "e" + i, data(i));
        }
        turn();
        for (int i = 0; i < 80; i++) {
            for (PusherLink client : plain) {
                client.expect("e" + i, "orders", data(i));
            }
            expectTheSame(compressed, "\"e" + i + "\"");
        }
    }

    /** All get the same bytes, which say what was published. */
    private static void expectTheSame(List<PusherLink> clients, String event) throws IOException {
        Set<String> bytes = new HashSet<>();
        for (PusherLink client : clients) {
            ServerFrame frame = client.socket().next();
            assertThat(frame.text()).contains(event);
            assertThat(frame.isCompressed()).as(event).isEqualTo(frame.payload().length >= SMALLEST);
            bytes.add(HexFormat.of().formatHex(frame.isCompressed() ? frame.deflated() : frame.payload()));
        }
        assertThat(bytes).hasSize(1);
    }

    @Test
    void clientsSayCompressedWhatOthersGet() throws IOException {
        startCompressing();
        PusherLink ada = connectCompressed("private-chat");
        PusherLink bob = connectPlainly("private-chat");
        PusherLink eve = connectCompressed("private-chat");
        String data = "€".repeat(2_000);
        ada.socket()
                .send(ClientFrame.compressed(PusherMessage.whisper("private-chat", "client-n", "\"" + data + "\"")));
        bob.expect("client-n", "private-chat", data);
        eve.expect("client-n", "private-chat", data);
        bob.send(PusherMessage.whisper("private-chat", "client-m", "\"" + data + "\""));
        ada.expect("client-m", "private-chat", data);
        eve.expect("client-m", "private-chat", data);
    }

    @Test
    void anEventThatIsKeptComesCompressed() throws IOException {
        ReverbServer server = startCompressing();
        server.publish(APPLICATION.id(), "cache-orders", "kept", data(39));
        turn();
        for (int i = 0; i < 2; i++) {
            PusherLink client = connectCompressed("cache-orders");
            ServerFrame frame = client.socket().next();
            assertThat(frame.isCompressed()).isTrue();
            assertThat(frame.text()).contains(data(39));
        }
        connectPlainly("cache-orders").expect("kept", "cache-orders", data(39));
    }

    // ---- clients that mean no good ----

    private void expectClosed(int code, byte[] frame) throws IOException {
        PusherLink client = connectCompressed("orders");
        client.socket().send(frame, ClientFrame.text("behind"));
        client.socket().expectClose(code);
        client.socket().expectEnd();
    }

    @Test
    void aMessageThatBlowsUpIsNotInflated() throws IOException {
        startCompressing();
        byte[] bomb = ClientFrame.compressed(" ".repeat(9_000_000));
        assertThat(bomb.length).isLessThan(LARGEST);
        expectClosed(1009, bomb);
        expectClosed(1009, ClientFrame.compressed(" ".repeat(LARGEST + 1)));
        PusherLink honest = connectCompressed("orders");
        honest.socket().send(ClientFrame.compressed(" ".repeat(LARGEST)));
        honest.expectError(4200);
    }

    @Test
    void whatIsNoDeflatedDataIsRefused() throws IOException {
        startCompressing();
        for (String hex : List.of("ffff", "07", "", "f248cdc9", "f248cdc9c90700ff")) {
            expectClosed(
                    1007,
                    ClientFrame.of(
                            true, ClientFrame.COMPRESSED | 1, HexFormat.of().parseHex(hex)));
        }
    }

    @Test
    void compressedTextIsUtf8() throws IOException {
        startCompressing();
        // A stored block of one byte, and the empty one behind it (RFC 1951 section 3.2.4).
        byte[] wrong = HexFormat.of().parseHex("000100feff" + "80" + "00");
        expectClosed(1007, ClientFrame.of(true, ClientFrame.COMPRESSED | 1, wrong));
    }
}
