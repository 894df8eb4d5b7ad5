package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is compressed, for whom, and what clients may say compressed (RFC 7692). */
class CompressionTest {

    private static final InMemoryRequest PLAIN = InMemoryRequest.upgrade("/app/app-key?protocol=7");
    private static final InMemoryRequest OFFERING = PLAIN.offeringCompression();
    private static final String DATA = "again and ".repeat(40);
    private static final int MIN = 256;

    private final RecordingMetrics metrics = new RecordingMetrics();
    private ReverbTester reverb;

    private void start(Application.Builder application, boolean compression, int lanes, Framing framing) {
        reverb = ReverbTester.builder()
                .application(application.build())
                .server(server -> server.compression(compression).metrics(metrics))
                .lanes(lanes)
                .framing(framing)
                .start();
    }

    private static Application.Builder application() {
        return Application.builder("app-id", "app-key", "app-secret");
    }

    private void start() {
        start(application(), true, 1, Framing.RAW);
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private PusherClient subscribe(InMemoryRequest upgrade, String channel) {
        return reverb.connect(upgrade).subscribe(channel).expectSubscribed(channel);
    }

    private static ServerFrame next(PusherClient client) {
        return client.socket().next();
    }

    private static boolean nextIsCompressed(PusherClient client) {
        return next(client).isCompressed();
    }

    /** As it stands in a message. */
    private static String event(String name, String channel, String data) {
        return "{\"event\":\"" + name + "\",\"channel\":\"" + channel + "\",\"data\":\"" + data + "\"}";
    }

    // ---- for whom ----

    @Test
    void whoHasAgreedGetsEventsCompressed() {
        start();
        PusherClient plain = subscribe(PLAIN, "orders");
        PusherClient compressed = subscribe(OFFERING, "orders");
        assertThat(compressed.socket().extensions()).isPresent();
        assertThat(plain.socket().extensions()).isEmpty();
        reverb.publish("orders", "e", DATA);
        ServerFrame toPlain = next(plain);
        ServerFrame toCompressed = next(compressed);
        assertThat(toPlain.isCompressed()).isFalse();
        assertThat(toCompressed.isCompressed()).isTrue();
        assertThat(toCompressed.text()).isEqualTo(toPlain.text()).isEqualTo(event("e", "orders", DATA));
    }

    @Test
    void withoutTheSettingNobodyAgrees() {
        start(application(), false, 1, Framing.RAW);
        PusherClient client = subscribe(OFFERING, "orders");
        assertThat(client.socket().extensions()).isEmpty();
        reverb.publish("orders", "e", DATA);
        assertThat(nextIsCompressed(client)).isFalse();
        client.socket().compressedText("{}").expectClose(1002, reason(client));
    }

    private static String reason(PusherClient client) {
        return client.socket().unread().get(0).closeReason();
    }

    @Test
    void anApplicationMayHaveNoneOfIt() {
        start(application().compression(false), true, 1, Framing.RAW);
        PusherClient client = subscribe(OFFERING, "private-orders");
        reverb.publish("private-orders", "e", DATA);
        assertThat(nextIsCompressed(client)).isFalse();
        // What was negotiated holds for what the client sends.
        PusherClient other = subscribe(PLAIN, "private-orders");
        client.socket().compressedText(PusherMessage.whisper("private-orders", "client-e", "1"));
        other.expect("client-e", "private-orders", "1");
    }

    @Test
    void whereAContainerFramesTheEngineCompressesNothing() {
        start(application(), true, 1, Framing.MESSAGES);
        PusherClient client = subscribe(OFFERING, "orders");
        reverb.publish("orders", "e", DATA);
        assertThat(nextIsCompressed(client)).isFalse();
    }

    // ---- what ----

    @Test
    void fromTheSmallestSizeOn() {
        start();
        PusherClient client = subscribe(OFFERING, "orders");
        int envelope = event("e", "orders", "").length();
        reverb.publish("orders", "e", "x".repeat(MIN - 1 - envelope));
        reverb.publish("orders", "e", "x".repeat(MIN - envelope));
        assertThat(nextIsCompressed(client)).isFalse();
        assertThat(nextIsCompressed(client)).isTrue();
    }

    @Test
    void onlyWhereItIsSmaller() {
        start(application().compressionMinSize(1), true, 1, Framing.RAW);
        PusherClient client = subscribe(OFFERING, "o");
        // Characters that are longer by deflate's own code than they are.
        String noise = new Random(1)
                .ints(40, 0x400, 0x800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        reverb.publish("o", "e", noise);
        reverb.publish("o", "e", "x".repeat(40));
        assertThat(nextIsCompressed(client)).isFalse();
        assertThat(nextIsCompressed(client)).isTrue();
    }

    @Test
    void whatIsForOneClientAloneIsNot() {
        start(application().compressionMinSize(1), true, 1, Framing.RAW);
        PusherClient client = reverb.connect(OFFERING).subscribe("x".repeat(100));
        assertThat(nextIsCompressed(client)).isFalse();
        client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-" + "x".repeat(100) + "\"}}");
        client.socket()
                .unread()
                .forEach(frame -> assertThat(frame.isCompressed()).isFalse());
        client.socket().skip();
    }

    @Test
    void whatIsTwiceOnTheWayIsCompressedOnce() {
        start(application(), true, 3, Framing.RAW);
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            InMemoryClient client = reverb.open(i % 2 == 0 ? OFFERING : PLAIN, i % 3);
            client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}")
                    .skip();
            clients.add(client);
        }
        reverb.publish("orders", "e", DATA);
        assertThat(clients.stream()
                        .map(InMemoryClient::next)
                        .filter(ServerFrame::isCompressed)
                        .map(frame -> HexFormat.of().formatHex(frame.deflated())))
                .hasSize(15)
                .containsOnly(clientsOwn(event("e", "orders", DATA)));
    }

    /** What the deflater of the lanes makes of a message. */
    private static String clientsOwn(String message) {
        byte[] utf8 = message.getBytes(UTF_8);
        try (var deflater = new dev.reverb.spi.websocket.MessageDeflater()) {
            var payload =
                    EncodedFrame.text(utf8, 0, utf8.length).compressed(deflater).payload();
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }

    @Test
    void aKeptEventIsTheSameForAllWhoComeLater() {
        start();
        reverb.publish("cache-orders", "e", DATA);
        byte[] first = keptFor(OFFERING).deflated();
        assertThat(first).isNotNull();
        assertThat(keptFor(OFFERING).deflated()).isEqualTo(first);
        assertThat(keptFor(PLAIN).isCompressed()).isFalse();
    }

    private ServerFrame keptFor(InMemoryRequest upgrade) {
        return next(subscribe(upgrade, "cache-orders"));
    }

    // ---- together with all else ----

    @Test
    void aBatchIsOneWriteForEachForm() {
        start();
        PusherClient plain = subscribe(PLAIN, "orders");
        PusherClient compressed = subscribe(OFFERING, "orders");
        PusherClient excluded = subscribe(OFFERING, "orders");
        reverb.transport().manual();
        for (int i = 0; i < 10; i++) {
            Publication event = Publication.of("orders", "e" + i, i % 2 == 0 ? DATA : "small");
            reverb.server().publish("app-id", i == 4 ? event.except(excluded.socketId()) : event);
        }
        reverb.transport().automatic();
        for (int i = 0; i < 10; i++) {
            String expected = event("e" + i, "orders", i % 2 == 0 ? DATA : "small");
            plain.expectText(expected);
            assertNext(compressed, expected, i % 2 == 0);
            if (i != 4) {
                assertNext(excluded, expected, i % 2 == 0);
            }
        }
        excluded.expectNothing();
    }

    private static void assertNext(PusherClient client, String text, boolean isCompressed) {
        ServerFrame frame = next(client);
        assertThat(frame.text()).isEqualTo(text);
        assertThat(frame.isCompressed()).isEqualTo(isCompressed);
    }

    @Test
    void whatWaitsForASlowClientIsWhatItTakes() {
        start(application().maxOutboundBytes(1_000), true, 1, Framing.RAW);
        PusherClient slow = subscribe(OFFERING, "orders");
        PusherClient plain = subscribe(PLAIN, "orders");
        slow.socket().allowWrites(7);
        plain.socket().allowWrites(7);
        for (int i = 0; i < 8; i++) {
            reverb.publish("orders", "e" + i, DATA);
        }
        // Four hundred bytes each are too many, some sixty are not.
        plain.socket().unblockWrites();
        plain.expectText(event("e0", "orders", DATA));
        plain.expectClosed(4100, "Slow consumer");
        for (int part = 0; part < 40; part++) {
            slow.socket().allowWrites(11);
        }
        slow.socket().unblockWrites();
        for (int i = 0; i < 8; i++) {
            assertNext(slow, event("e" + i, "orders", DATA), true);
        }
        slow.expectNothing();
    }

    @Test
    void whatIsCountedIsWhatWentOut() {
        start();
        PusherClient plain = subscribe(PLAIN, "private-orders");
        PusherClient compressed = subscribe(OFFERING, "private-orders");
        long before = metrics.bytesSent;
        int frames = metrics.framesSent;
        reverb.publish("private-orders", "e", DATA);
        int deflated = next(compressed).deflated().length;
        int whole = next(plain).payload().length;
        assertThat(metrics.framesSent - frames).isEqualTo(2);
        assertThat(metrics.bytesSent - before)
                .isEqualTo(deflated + EncodedFrame.headerSize(deflated) + whole + EncodedFrame.headerSize(whole));
        String whisper = PusherMessage.whisper("private-orders", "client-e", "\"" + DATA + "\"");
        long received = metrics.bytesReceived;
        compressed.socket().compressedText(whisper);
        assertThat(metrics.bytesReceived - received).isEqualTo(ClientFrame.deflate(whisper).length);
    }

    @Test
    void clientEventsAndMembersAreToldCompressed() {
        start(application().compressionMinSize(100), true, 1, Framing.RAW);
        PusherClient ada = reverb.connect(OFFERING).subscribe("presence-room", member("ada"));
        ada.expectSubscribed("presence-room");
        PusherClient bob = reverb.connect(PLAIN).subscribe("presence-room", member("bob"));
        bob.expectSubscribed("presence-room");
        ServerFrame added = next(ada);
        assertThat(added.text()).contains("member_added");
        assertThat(added.isCompressed()).isTrue();
        bob.whisper("presence-room", "client-e", "\"" + DATA + "\"");
        assertThat(nextIsCompressed(ada)).isTrue();
    }

    private static String member(String id) {
        return "{\"user_id\":\"" + id + "\",\"user_info\":{\"name\":\"" + "x".repeat(100) + "\"}}";
    }

    // ---- what clients send ----

    @Test
    void anythingMayBeSentCompressed() {
        start();
        PusherClient client = reverb.connect(OFFERING);
        client.socket().compressedText("{\"event\":\"pusher:ping\"}");
        client.expectText("{\"event\":\"pusher:pong\"}");
        client.socket()
                .compressedText("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}")
                .compressedText("");
        client.expectSubscribed("orders").expectError(4200);
    }

    @Test
    void theLimitIsThatOfTheApplication() {
        start(application().maxMessageSize(500), true, 1, Framing.RAW);
        PusherClient client = reverb.connect(OFFERING);
        client.socket().compressedText(" ".repeat(500));
        client.expectError(4200);
        client.socket().compressedText(" ".repeat(501));
        client.socket().expectClose(1009, "A message is larger than 500 bytes.").expectDisconnected();
    }

    @Test
    void whateverComesTheServerLivesOn() {
        start();
        Random random = new Random(7692);
        PusherClient witness = subscribe(OFFERING, "orders");
        for (int i = 0; i < 500; i++) {
            byte[] message = ClientFrame.deflate(PusherMessage.whisper("orders", "client-e", "\"" + i + DATA + "\""));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            }
            InMemoryClient client = reverb.open(OFFERING).skip();
            int cut = random.nextInt(message.length);
            client.send(
                    ClientFrame.of(false, ClientFrame.COMPRESSED | 1, java.util.Arrays.copyOf(message, cut)),
                    ClientFrame.of(true, 0, java.util.Arrays.copyOfRange(message, cut, message.length)));
            client.unread().stream()
                    .filter(frame -> frame.opcode() == EncodedFrame.CLOSE)
                    .forEach(frame -> assertThat(frame.closeCode()).isIn(1007, 1009));
            if (!client.skip().isDisconnected()) {
                client.vanish();
            }
        }
        reverb.publish("orders", "e", DATA);
        assertThat(nextIsCompressed(witness)).isTrue();
        assertThat(reverb.transport().violations()).isEmpty();
    }
}
