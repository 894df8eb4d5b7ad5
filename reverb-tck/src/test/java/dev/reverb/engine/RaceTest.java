package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The interleavings that the engine's design has to get right, each forced by running lanes by hand. Clients live on lane 0,
 * the channels on lane 1.
 */
class RaceTest extends RaceCase {

    private static final String APP = ReverbTester.APPLICATION.id();
    private static final String CHANNEL = ChannelHomes.homedOn(1, "orders-");
    private static final String PRESENCE = ChannelHomes.homedOn(1, "presence-room-");
    private static final String PRIVATE = ChannelHomes.homedOn(1, "private-chat-");
    private static final String SUCCEEDED = "pusher_internal:subscription_succeeded";

    private void publish(String channel, String event) {
        reverb.server().publish(APP, channel, event, "{}");
    }

    @Test
    void aJoinIsAtOnePlaceAmongThePublishesOfAnotherLane() {
        PusherClient ada = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        PusherClient bob = connect();
        transport.manual();

        publish(CHANNEL, "before");
        bob.subscribe(CHANNEL);
        clients.runAll();
        publish(CHANNEL, "after");
        assertThat(events(bob)).isEmpty();
        transport.settle();

        assertThat(events(ada)).containsExactly("before", "after");
        assertThat(events(bob)).containsExactly(SUCCEEDED, "after");
    }

    @Test
    void leavingAndRejoiningInsideOneBatchGetsWhatIsOnTheMembersSide() {
        PusherClient ada = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        PusherClient bob = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        transport.manual();

        leaveAndRejoin(bob);

        assertThat(events(ada)).containsExactly("one", "two", "three");
        assertThat(events(bob)).containsExactly("one", SUCCEEDED, "three");
    }

    @Test
    void leavingAndRejoiningAloneIsNoDifferent() {
        PusherClient bob = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        transport.manual();

        leaveAndRejoin(bob);

        assertThat(events(bob)).containsExactly("one", SUCCEEDED, "three");
    }

    private void leaveAndRejoin(PusherClient client) {
        publish(CHANNEL, "one");
        client.unsubscribe(CHANNEL);
        clients.runAll();
        publish(CHANNEL, "two");
        client.subscribe(CHANNEL);
        clients.runAll();
        publish(CHANNEL, "three");
        transport.settle();
    }

    @Test
    void aCloseWhileTheJoinIsQueuedLeavesNoGhost() {
        PusherClient bob = connect();
        transport.manual();

        bob.subscribe(CHANNEL);
        clients.runAll();
        bob.socket().vanish();
        clients.runAll();
        transport.settle();

        assertThat(reverb.await(reverb.server().channels(APP, ""))).isEmpty();
    }

    @Test
    void aCloseWhileThePresenceJoinIsQueuedIsToldToTheOthersInOrder() {
        PusherClient ada = connect().subscribe(PRESENCE, new Member("ada", Optional.empty()));
        ada.expectSubscribed(PRESENCE);
        PusherClient bob = connect();
        transport.manual();

        bob.subscribe(PRESENCE, new Member("bob", Optional.empty()));
        clients.runAll();
        bob.socket().vanish();
        clients.runAll();
        transport.settle();

        assertThat(events(ada)).containsExactly("pusher_internal:member_added", "pusher_internal:member_removed");
        assertThat(reverb.await(reverb.server().members(APP, PRESENCE)))
                .extracting(Member::userId)
                .containsExactly("ada");
    }

    @Test
    void aWhisperInTheSameSegmentAsItsSubscribeIsAMembers() {
        PusherClient ada = connect().subscribe(PRIVATE).expectSubscribed(PRIVATE);
        PusherClient bob = connect();
        String auth = PusherAuth.channel(ReverbTester.APPLICATION, bob.socketId(), PRIVATE);
        transport.manual();

        bob.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + PRIVATE + "\",\"auth\":\"" + auth
                        + "\"}}")
                .whisper(PRIVATE, "client-typing", "1");
        transport.settle();

        assertThat(events(ada)).containsExactly("client-typing");
        assertThat(events(bob)).containsExactly(SUCCEEDED);
    }

    @Test
    void aWhisperBehindTheUnsubscribeIsRefused() {
        PusherClient ada = connect().subscribe(PRIVATE).expectSubscribed(PRIVATE);
        PusherClient bob = connect().subscribe(PRIVATE).expectSubscribed(PRIVATE);

        bob.unsubscribe(PRIVATE).whisper(PRIVATE, "client-typing", "1").expectError(4009);

        ada.expectNothing();
    }

    @Test
    void anExcludedSubscriberMissesItsEventOnlyInABatch() {
        PusherClient ada = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        PusherClient bob = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        PusherClient cy = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        transport.manual();

        publish(CHANNEL, "one");
        publishExcept(ada.socketId(), "two");
        publishExcept(bob.socketId(), "three");
        publishExcept(ada.socketId(), "four");
        transport.settle();

        assertThat(events(ada)).containsExactly("one", "three");
        assertThat(events(bob)).containsExactly("one", "two", "four");
        assertThat(events(cy)).containsExactly("one", "two", "three", "four");
    }

    private void publishExcept(String socketId, String event) {
        reverb.server().publish(APP, Publication.of(CHANNEL, event, "{}").except(socketId));
    }

    @Test
    void whoJoinsAndIsExcludedAndLeavesInsideOneBatchGetsExactlyItsPart() {
        PusherClient ada = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        PusherClient bob = connect();
        String bobsId = bob.socketId();
        transport.manual();

        publish(CHANNEL, "one");
        bob.subscribe(CHANNEL);
        clients.runAll();
        publish(CHANNEL, "two");
        publishExcept(bobsId, "three");
        publish(CHANNEL, "four");
        bob.unsubscribe(CHANNEL);
        clients.runAll();
        publish(CHANNEL, "five");
        transport.settle();

        assertThat(events(ada)).containsExactly("one", "two", "three", "four", "five");
        assertThat(events(bob)).containsExactly(SUCCEEDED, "two", "four");
    }

    @Test
    void aFanOutGivesItsLaneBackBetweenSlices() {
        List<PusherClient> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(connect().subscribe(CHANNEL).expectSubscribed(CHANNEL));
        }
        transport.manual();

        publish(CHANNEL, "one");
        home.runAll();
        clients.runTurn();
        assertThat(many.stream().filter(client -> !client.socket().unread().isEmpty()))
                .hasSize(128);
        many.get(299).unsubscribe(CHANNEL);
        clients.runTurn();
        publish(CHANNEL, "two");
        transport.settle();

        assertThat(events(many.get(299))).containsExactly("one");
        assertThat(many.subList(0, 299))
                .allSatisfy(client -> assertThat(events(client)).containsExactly("one", "two"));
    }

    @Test
    void aClosedSubscriberGetsNothingBehindItsCloseFrame() {
        PusherClient ada = connect().subscribe(CHANNEL).expectSubscribed(CHANNEL);
        transport.manual();

        publish(CHANNEL, "one");
        home.runAll();
        ada.socket().close(1000, "bye");
        publish(CHANNEL, "two");
        transport.settle();

        List<Integer> opcodes =
                ada.socket().unread().stream().map(ServerFrame::opcode).toList();
        assertThat(opcodes).endsWith(EncodedFrame.CLOSE).containsOnlyOnce(EncodedFrame.CLOSE);
        ada.socket().skip();
    }

    @Test
    void aSnapshotLargerThanTheOutboundLimitGetsOut() {
        stop();
        start(Application.builder("app-id", "app-key", "app-secret")
                .maxOutboundBytes(1_000)
                .build());
        for (int i = 0; i < 200; i++) {
            connect().subscribe(PRESENCE, new Member("user-" + i, Optional.of("{\"name\":\"User " + i + "\"}")));
        }
        PusherClient late = connect();
        late.socket().allowWrites(100);

        late.subscribe(PRESENCE, new Member("late", Optional.empty()));
        late.socket().unblockWrites();

        assertThat(late.nextEvent().data().length()).isGreaterThan(5_000);
        late.expectNothing();
    }
}
