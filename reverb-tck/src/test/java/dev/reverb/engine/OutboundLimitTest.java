package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for clients that do not read, and what becomes of them (PROTOCOL 8, {@code max_outbound_bytes} and {@code max_outbound_total}). */
class OutboundLimitTest {

    /** One event as a frame: 48 bytes of text behind a header of 2. */
    private static final int FRAME = 50;

    private ReverbTester reverb;

    private void start(int maxOutboundBytes, Framing framing) {
        start(maxOutboundBytes, Long.MAX_VALUE, 1, framing);
    }

    private void start(int maxOutboundBytes, long maxOutboundTotal, int lanes, Framing framing) {
        reverb = ReverbTester.builder()
                .application(Application.builder("app-id", "app-key", "app-secret")
                        .maxOutboundBytes(maxOutboundBytes)
                        .build())
                .server(settings -> settings.maxOutboundTotal(maxOutboundTotal))
                .framing(framing)
                .lanes(lanes)
                .start();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private PusherClient connect(int lane) {
        return reverb.client(reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), lane));
    }

    private PusherClient subscribe(String channel) {
        return reverb.connect().subscribe(channel).expectSubscribed(channel);
    }

    private static String event(String channel, int number) {
        String start = "{\"event\":\"E\",\"channel\":\"" + channel + "\",\"data\":\"" + number;
        return start + "x".repeat(FRAME - 2 - 2 - start.length()) + "\"}";
    }

    private void publish(String channel, int from, int to) {
        for (int i = from; i <= to; i++) {
            reverb.publish(channel, "E", event(channel, i).replaceAll(".*\"data\":\"(.*)\"}", "$1"));
        }
    }

    // ---- max_outbound_bytes ----

    @ParameterizedTest
    @EnumSource
    void whileNoMoreThanTheLimitWaitsBeforeAFrameItIsKept(Framing framing) {
        start(3 * FRAME, framing);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 4);
        ada.socket().unblockWrites();
        for (int i = 1; i <= 4; i++) {
            ada.expectText(event("a", i));
        }
        publish("a", 5, 5);
        ada.expectText(event("a", 5)).expectNothing();
    }

    @Test
    void oneFrameMoreShutsOut() {
        start(3 * FRAME, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 5);
        ada.socket().unblockWrites();
        ada.expectClosed(4100, "Slow consumer");
    }

    @Test
    void oneByteMoreShutsOut() {
        start(3 * FRAME - 1, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 4);
        ada.socket().unblockWrites();
        ada.expectClosed(4100, "Slow consumer");
    }

    /** The transport holds one message; what waits is the rest. */
    @Test
    void oneMessageMoreShutsOut() {
        start(3 * FRAME, Framing.MESSAGES);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 6);
        ada.socket().unblockWrites();
        ada.expectText(event("a", 1)).expectClosed(4100, "Slow consumer");
    }

    @Test
    void aMegabyteWaitsByDefault() {
        start(Application.DEFAULT_MAX_OUTBOUND_BYTES, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        String data = "x".repeat(10_240);
        int frame = "{\"event\":\"E\",\"channel\":\"a\",\"data\":\"\"}".length() + 10_240 + 4;
        int kept = (1 << 20) / frame + 1;
        for (int i = 0; i < kept; i++) {
            reverb.publish("a", "E", data);
        }
        assertThat(reverb.request("GET", "/connections").body()).isEqualTo("{\"connections\":1}");
        ada.socket().unblockWrites();
        assertThat(ada.socket().unread()).hasSize(kept);
        ada.socket().skip().blockWrites();
        for (int i = 0; i < kept + 1; i++) {
            reverb.publish("a", "E", data);
        }
        ada.socket().unblockWrites();
        ada.expectClosed(4100, "Slow consumer");
    }

    @Test
    void theFrameInFlightIsKeptAndTheRestDropped() {
        start(3 * FRAME, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().allowWrites(FRAME + 1);
        publish("a", 1, 6);
        ada.expectText(event("a", 1));
        ada.socket().unblockWrites();
        ada.expectText(event("a", 2)).expectClosed(4100, "Slow consumer");
    }

    /** Several events at once leave as one write, which may end anywhere. */
    @Test
    void theFrameInFlightOfABatchIsKeptAndTheRestDropped() {
        start(3 * FRAME, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().allowWrites(2 * FRAME + 10);
        reverb.transport().manual();
        for (int i = 1; i <= 7; i++) {
            String data = event("a", i).replaceAll(".*\"data\":\"(.*)\"}", "$1");
            reverb.server().publish("app-id", "a", "E", data);
        }
        reverb.transport().automatic();
        ada.expectText(event("a", 1)).expectText(event("a", 2));
        ada.socket().unblockWrites();
        ada.expectText(event("a", 3)).expectClosed(4100, "Slow consumer");
    }

    @Test
    void aClientThatReadsSlowlyEnoughStays() {
        start(2 * FRAME, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 2);
        for (int i = 3; i <= 100; i++) {
            ada.socket().allowWrites(FRAME);
            publish("a", i, i);
        }
        ada.socket().unblockWrites();
        for (int i = 1; i <= 100; i++) {
            ada.expectText(event("a", i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOthersNoticeNothing(Framing framing) {
        start(FRAME, framing);
        PusherClient ada = subscribe("a");
        PusherClient bob = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 10);
        for (int i = 1; i <= 10; i++) {
            bob.expectText(event("a", i));
        }
        bob.expectNothing();
        ada.socket().unblockWrites().skip();
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotEvenTakeTheCloseFrameIsCutOffAfterFiveSeconds(Framing framing) {
        start(FRAME, framing);
        PusherClient ada = subscribe("a");
        ada.socket().blockWrites();
        publish("a", 1, 5);
        reverb.advance(Duration.ofMillis(4_999));
        assertThat(ada.socket().isDisconnected()).isFalse();
        reverb.advance(Duration.ofMillis(1));
        assertThat(ada.socket().isDisconnected()).isTrue();
        assertThat(reverb.request("GET", "/connections").body()).isEqualTo("{\"connections\":0}");
    }

    @Test
    void whoTakesTheCloseFrameAndDoesNotAnswerIsCutOffToo() {
        start(FRAME, Framing.RAW);
        PusherClient ada = subscribe("a");
        ada.socket().ignoreClose().blockWrites();
        publish("a", 1, 3);
        ada.socket().unblockWrites().expectClose(4100, "Slow consumer");
        reverb.advance(Duration.ofMillis(4_999));
        assertThat(ada.socket().isDisconnected()).isFalse();
        reverb.advance(Duration.ofMillis(1));
        ada.socket().expectDisconnected();
    }

    @Test
    void nothingIsSentToOrReadFromWhoIsShutOut() {
        start(FRAME, Framing.RAW);
        PusherClient ada = subscribe("a");
        PusherClient bob = subscribe("private-b");
        ada.subscribe("private-b").expectSubscribed("private-b");
        ada.socket().blockWrites();
        publish("a", 1, 3);
        ada.whisper("private-b", "client-e", "1").subscribe("c").send("{\"event\":\"pusher:ping\"}");
        publish("a", 4, 4);
        bob.expectNothing();
        ada.socket().unblockWrites();
        ada.expectClosed(4100, "Slow consumer");
    }

    @Test
    void answersCountAsEventsDo() {
        start(FRAME, Framing.RAW);
        PusherClient ada = reverb.connect();
        ada.socket().blockWrites();
        // {"event":"pusher:pong"} and its header are 25 bytes.
        ada.send("{\"event\":\"pusher:ping\"}")
                .send("{\"event\":\"pusher:ping\"}")
                .send("{\"event\":\"pusher:ping\"}");
        ada.send("{\"event\":\"pusher:ping\"}");
        ada.socket().unblockWrites();
        ada.expectClosed(4100, "Slow consumer");
    }

    // ---- snapshots ----

    private List<InMemoryClient> fill(String channel, int members) {
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Member member = new Member("user-" + i, Optional.of("{\"name\":\"user-" + i + "\"}"));
            clients.add(reverb.connect().subscribe(channel, member).socket());
            if (i % 50 == 49) {
                clients.forEach(InMemoryClient::skip);
            }
        }
        return clients;
    }

    private void vanish(List<InMemoryClient> clients) {
        reverb.transport().manual();
        clients.forEach(InMemoryClient::vanish);
        reverb.transport().automatic();
    }

    @ParameterizedTest
    @EnumSource
    void aSnapshotFarLargerThanTheLimitGetsOut(Framing framing) {
        start(1_000, framing);
        snapshotGetsOut(200);
    }

    /** Each join is answered with all who are there, and told to each of them, so that the way to 2 000 takes a while. */
    @Test
    @EnabledIfSystemProperty(named = "reverb.long", matches = "true")
    void aSnapshotOf2000MembersGetsOut() {
        start(1_000, Framing.RAW);
        snapshotGetsOut(2_000);
    }

    private void snapshotGetsOut(int members) {
        List<InMemoryClient> others = fill("presence-hall", members);
        PusherClient ada = reverb.connect();
        ada.socket().blockWrites();
        ada.subscribe("presence-hall", new Member("ada", Optional.empty()));
        for (int i = 0; i < members / 50; i++) {
            ada.socket().allowWrites(1_500);
        }
        ada.socket().expectNothing().unblockWrites();
        ReceivedEvent snapshot = ada.nextEvent();
        assertThat(snapshot.event()).isEqualTo("pusher_internal:subscription_succeeded");
        assertThat(snapshot.data().length()).isGreaterThan(30 * members);
        assertThat(snapshot.data())
                .startsWith("{\"presence\":{\"count\":" + (members + 1) + ",\"ids\":[\"user-0\",")
                .endsWith("\"ada\":null}}}");
        ada.expectNothing();

        PusherClient bob = reverb.connect().subscribe("presence-hall", new Member("bob", Optional.empty()));
        ada.expect("pusher_internal:member_added", "presence-hall", "{\"user_id\":\"bob\"}");
        bob.expectSubscribed("presence-hall");
        vanish(others);
    }

    @Test
    void whatFollowsTheSnapshotBeforeItIsOutIsTooMuch() {
        start(1_000, Framing.RAW);
        fill("presence-hall", 100);
        PusherClient ada = reverb.connect();
        ada.socket().allowWrites(1_000);
        ada.subscribe("presence-hall", new Member("ada", Optional.empty()));
        reverb.publish("presence-hall", "E", "{}");
        ada.socket().unblockWrites();
        ada.expectSubscribed("presence-hall").expectClosed(4100, "Slow consumer");
    }

    // ---- max_outbound_total ----

    @Test
    void asLongAsTheTotalIsKeptNobodyIsShutOut() {
        start(1_000_000, 10 * FRAME, 1, Framing.RAW);
        List<PusherClient> clients = new ArrayList<>();
        for (String channel : List.of("a", "b", "c")) {
            clients.add(subscribe(channel));
        }
        clients.forEach(client -> client.socket().blockWrites());
        publish("a", 1, 5);
        publish("b", 1, 3);
        publish("c", 1, 2);
        clients.forEach(client -> client.socket().unblockWrites());
        assertThat(clients.get(0).socket().unread()).hasSize(5);
        assertThat(clients.get(1).socket().unread()).hasSize(3);
        assertThat(clients.get(2).socket().unread()).hasSize(2);
    }

    @Test
    void aboveTheTotalTheLargestBacklogIsClosedFirst() {
        start(1_000_000, 10 * FRAME, 1, Framing.RAW);
        PusherClient ada = subscribe("a");
        PusherClient bob = subscribe("b");
        PusherClient cy = subscribe("c");
        List.of(ada, bob, cy).forEach(client -> client.socket().blockWrites());
        publish("a", 1, 3);
        publish("b", 1, 5);
        publish("c", 1, 3);
        List.of(ada, bob, cy).forEach(client -> client.socket().unblockWrites());
        bob.expectClosed(4100, "The server has too much waiting");
        for (int i = 1; i <= 3; i++) {
            ada.expectText(event("a", i));
            cy.expectText(event("c", i));
        }
    }

    /** The lane with most waiting is another one than the lane of the largest backlog. */
    @Test
    void theLargestBacklogIsFoundOnWhicheverLane() {
        start(1_000_000, 12 * FRAME, 2, Framing.RAW);
        PusherClient large = connect(1).subscribe("l").expectSubscribed("l");
        List<PusherClient> small = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            small.add(connect(0).subscribe("s").expectSubscribed("s"));
        }
        large.socket().blockWrites();
        small.forEach(client -> client.socket().blockWrites());
        publish("l", 1, 4);
        publish("s", 1, 2);
        publish("l", 5, 5);
        large.socket().unblockWrites();
        large.expectClosed(4100, "The server has too much waiting");
        for (PusherClient client : small) {
            client.socket().unblockWrites();
            client.expectText(event("s", 1)).expectText(event("s", 2)).expectNothing();
        }
    }

    /** It has been shut out already, and the frame in flight is all that is left of it. */
    @Test
    void whatIsInFlightToSomebodyShutOutDoesNotProtectTheOthers() {
        start(1_000_000, 10_000, 1, Framing.RAW);
        PusherClient ada = subscribe("a");
        PusherClient bob = subscribe("b");
        ada.socket().allowWrites(1);
        reverb.publish("a", "E", "x".repeat(10_000));
        bob.socket().blockWrites();
        publish("b", 1, 10);
        assertThat(reverb.request("GET", "/connections").body()).isEqualTo("{\"connections\":0}");
        ada.socket().unblockWrites();
        ada.expect("E", "a", "x".repeat(10_000)).expectClosed(4100, "The server has too much waiting");
        bob.socket().unblockWrites();
        bob.expectClosed(4100, "The server has too much waiting");
    }

    @Test
    void closingGoesOnUntilTheTotalIsKeptAgain() {
        start(1_000_000, 20 * FRAME, 1, Framing.RAW);
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            InMemoryClient client = subscribe("a").socket();
            client.blockWrites();
            clients.add(client);
        }
        reverb.transport().manual();
        reverb.server().publishBatch("app-id", Collections.nCopies(10, Publication.of("a", "E", "x".repeat(8))));
        reverb.transport().automatic();
        clients.forEach(InMemoryClient::unblockWrites);
        assertThat(clients.stream().filter(client -> !client.isDisconnected())).hasSize(1);
        clients.forEach(InMemoryClient::skip);
    }
}
