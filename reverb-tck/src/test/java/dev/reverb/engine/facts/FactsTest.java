package dev.reverb.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.FactServer;
import dev.reverb.internal.channels.Fact;
import dev.reverb.tck.Framing;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What channels tell of subscriptions: each fact once, where it becomes true. */
class FactsTest {

    private final FactServer server = new FactServer(
            Application.builder("app-id", "app-key", "app-secret")
                    .maxPresenceMembers(2)
                    .maxChannelsPerConnection(2)
                    .build(),
            2,
            Framing.RAW);
    private final FactRecorder facts = new FactRecorder();
    private final FactClient ada = new FactClient(server, 0);
    private final FactClient bob = new FactClient(server, 1);

    FactsTest() {
        server.tell(facts);
    }

    private static Fact occupied(String channel) {
        return new Fact.Occupied(ChannelName.of(channel));
    }

    private static Fact vacated(String channel) {
        return new Fact.Vacated(ChannelName.of(channel));
    }

    private static Fact added(String channel, String userId) {
        return new Fact.MemberAdded(ChannelName.of(channel), userId);
    }

    private static Fact removed(String channel, String userId) {
        return new Fact.MemberRemoved(ChannelName.of(channel), userId);
    }

    private static Fact miss(String channel) {
        return new Fact.CacheMiss(ChannelName.of(channel));
    }

    private void assertTold(Fact... expected) {
        assertThat(facts.take()).containsExactly(expected);
    }

    // ---- occupied, vacated ----

    @ParameterizedTest
    @ValueSource(strings = {"news", "private-news", "private-encrypted-news"})
    void theFirstSubscriptionOccupiesAndTheLastVacates(String channel) {
        ada.subscribe(channel);
        assertTold(occupied(channel));
        bob.subscribe(channel);
        ada.unsubscribe(channel);
        assertTold();
        bob.unsubscribe(channel);
        assertTold(vacated(channel));
    }

    @Test
    void eachTimeAnew() {
        for (int i = 0; i < 3; i++) {
            ada.subscribe("news").unsubscribe("news");
            assertTold(occupied("news"), vacated("news"));
        }
    }

    @Test
    void aConnectionThatVanishesLeaves() {
        ada.subscribe("news").subscribe("presence-room", "7");
        facts.take();
        ada.vanish();
        assertThat(facts.take())
                .containsExactlyInAnyOrder(vacated("news"), removed("presence-room", "7"), vacated("presence-room"));
    }

    @Test
    void aJoinThatIsOvertakenByItsConnectionsEndTellsBoth() {
        server.transport().manual();
        ada.subscribe("news").vanish();
        server.transport().settle();
        assertTold(occupied("news"), vacated("news"));
    }

    // ---- members ----

    @Test
    void aUserIsAddedWithTheFirstConnectionAndRemovedWithTheLast() {
        ada.subscribe("presence-room", "7");
        assertTold(occupied("presence-room"), added("presence-room", "7"));
        bob.subscribe("presence-room", "7");
        assertTold();
        new FactClient(server, 0).subscribe("presence-room", "8").vanish();
        assertTold(added("presence-room", "8"), removed("presence-room", "8"));
        ada.unsubscribe("presence-room");
        assertTold();
        bob.unsubscribe("presence-room");
        assertTold(removed("presence-room", "7"), vacated("presence-room"));
    }

    // ---- what does not happen ----

    @Test
    void aSubscriptionThatIsAskedForOnceMoreTellsNothing() {
        ada.subscribe("cache-price").subscribe("presence-room", "7");
        facts.take();
        ada.subscribe("cache-price").subscribe("presence-room", "7").subscribe("presence-room", "8");
        assertTold();
        ada.unsubscribe("cache-price");
        assertTold(vacated("cache-price"));
    }

    @Test
    void aJoinThatIsRefusedTellsNothing() {
        FactClient late = new FactClient(server, 0);
        late.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-news\",\"auth\":\"app-key:no\"}}");
        late.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"#server-to-user-1\"}}");
        assertTold();
        late.subscribe("one").subscribe("two");
        assertTold(occupied("one"), occupied("two"));
        late.subscribe("three").unsubscribe("three");
        assertTold();
    }

    @Test
    void aJoinToAFullChannelTellsNothing() {
        ada.subscribe("presence-room", "1");
        bob.subscribe("presence-room", "2");
        facts.take();
        FactClient late = new FactClient(server, 0);
        late.subscribe("presence-room", "3").subscribe("presence-room", "3");
        late.vanish();
        assertTold();
    }

    @Test
    void aJoinWhoseStepFailsTellsNothing() {
        FactServer failing = new FactServer(
                server.application(),
                2,
                Framing.RAW,
                (application, subscription) ->
                        CompletableFuture.failedFuture(new IllegalStateException("no back-end")));
        failing.tell(facts);
        new FactClient(failing, 0).subscribe("news").unsubscribe("news").vanish();
        assertTold();
    }

    @Test
    void leavingWhatOneIsNotOnTellsNothing() {
        ada.subscribe("news");
        facts.take();
        bob.unsubscribe("news").unsubscribe("weather").vanish();
        assertTold();
    }

    // ---- misses ----

    @Test
    void whoFindsNoEventKeptMissesIt() {
        ada.subscribe("cache-price");
        assertTold(occupied("cache-price"), miss("cache-price"));
        bob.subscribe("cache-price");
        assertTold(miss("cache-price"));

        server.publish("cache-price", "changed", "{}");
        server.transport().settle();
        bob.unsubscribe("cache-price").subscribe("cache-price");
        assertTold();
    }

    @Test
    void anEventWhoseTimeIsOverIsMissed() {
        server.publish("cache-price", "changed", "{}");
        server.transport().settle();
        server.advance(server.application().cacheTtl().minusNanos(1));
        FactClient early = new FactClient(server, 0).subscribe("cache-price");
        assertTold(occupied("cache-price"));
        early.unsubscribe("cache-price");
        assertTold(vacated("cache-price"));
        server.advance(Duration.ofNanos(1));
        new FactClient(server, 0).subscribe("cache-price");
        assertTold(occupied("cache-price"), miss("cache-price"));
    }

    @Test
    void whatOneJoinTellsHasAnOrder() {
        ada.subscribe("presence-cache-room", "7");
        assertTold(occupied("presence-cache-room"), added("presence-cache-room", "7"), miss("presence-cache-room"));
        ada.unsubscribe("presence-cache-room");
        assertTold(removed("presence-cache-room", "7"), vacated("presence-cache-room"));
    }

    // ---- who is told ----

    @ParameterizedTest
    @EnumSource(
            value = WebhookEventType.class,
            names = {"CLIENT_EVENT", "SUBSCRIPTION_COUNT"},
            mode = EnumSource.Mode.EXCLUDE)
    void onlyWhatIsWantedIsTold(WebhookEventType wanted) {
        FactRecorder one = new FactRecorder((type, channel) -> type == wanted);
        server.tell(one);
        ada.subscribe("presence-cache-room", "7").unsubscribe("presence-cache-room");
        assertThat(one.take()).extracting(Fact::type).containsExactly(wanted);
        assertTold();
    }

    @Test
    void onlyOfChannelsThatAreWanted() {
        FactRecorder some =
                new FactRecorder((type, channel) -> channel.toString().startsWith("private-"));
        server.tell(some);
        ada.subscribe("news").subscribe("private-news");
        assertThat(some.take()).containsExactly(occupied("private-news"));
    }

    @Test
    void nothingIsCountedUnlessTheApplicationWantsIt() {
        ada.subscribe("news").unsubscribe("news");
        assertTold(occupied("news"), vacated("news"));
    }

    // ---- the end ----

    @Test
    void aShutdownTellsThatEverybodyLeaves() {
        ada.subscribe("news").subscribe("presence-room", "7");
        bob.subscribe("news");
        facts.take();
        server.shutdown();
        assertThat(facts.take())
                .containsExactlyInAnyOrder(vacated("news"), removed("presence-room", "7"), vacated("presence-room"))
                .containsSubsequence(removed("presence-room", "7"), vacated("presence-room"));
    }
}
