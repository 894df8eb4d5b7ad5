package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.MessageId;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Subscriptions;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.KeptMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChannelViewTest {

    private static final ChannelAddress ROOM = address("presence-cache-room");
    private static final NodeId OTHER = new NodeId("other");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeHub hub = new FakeHub();
    private final Telling telling = new Telling(ROOM, hub);
    private final Set<String> here = new HashSet<>();
    private final ChannelView view = new ChannelView(ROOM, hub, telling, here::contains);

    @BeforeEach
    void listen() {
        telling.begin();
    }

    // What Redis has, and what arrives.

    private static ChannelState fetched(long version, String... users) {
        return new ChannelState(version, new ChannelSnapshot(0, members(users), Optional.empty()), Optional.empty());
    }

    private static ChannelState keeping(long version, long number, String... users) {
        KeptMessage kept = new KeptMessage(bytes("kept " + number), MINUTE);
        return new ChannelState(
                version,
                new ChannelSnapshot(0, members(users), Optional.of(kept)),
                Optional.of(new MessageId(OTHER, number)));
    }

    private static List<Member> members(String... users) {
        return Stream.of(users).map(BusNode::member).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TopicMessage event(long number) {
        return event(OTHER, number);
    }

    private static TopicMessage event(NodeId sender, long number) {
        return TopicMessage.unversioned(sender, number, new Event(BusNode.message("event " + number)));
    }

    private static TopicMessage kept(long number, long before, long after) {
        return new TopicMessage(OTHER, number, before, after, new Event(BusNode.kept("kept " + number, MINUTE)));
    }

    private static TopicMessage added(String user, long before, long after) {
        return new TopicMessage(OTHER, 1_000_000, before, after, new Added(BusNode.member(user)));
    }

    private static TopicMessage removed(String user, long before, long after) {
        return new TopicMessage(OTHER, 1_000_000, before, after, new Removed(user));
    }

    private static TopicMessage takenOut(String user, long before, long after) {
        return new TopicMessage(FakeHub.SELF, 0, before, after, new Removed(user));
    }

    private void begin(ChannelState fetched, TopicMessage... arrived) {
        view.begin(fetched, List.of(arrived)).forEach(view::apply);
    }

    private void take(ChannelState fetched, TopicMessage... arrived) {
        view.take(fetched, List.of(arrived)).forEach(view::apply);
    }

    private List<String> users() {
        return view.snapshot().members().stream().map(Member::userId).toList();
    }

    private static Standing standing(String node) {
        return new Standing(null, null, new NodeId(node), new Operations());
    }

    // The first time.

    @Test
    void tellsNothingThatIsOlderThanWhatItBeginsWith() {
        begin(keeping(8, 3, "ada"), event(1), added("ada", 5, 7), event(2), kept(3, 7, 8), event(4));

        assertThat(hub.told).containsExactly("event 4");
        assertThat(view.snapshot().kept()).isPresent();
    }

    @Test
    void tellsAllThatArrivedWhereNothingOfItIsInWhatItBeginsWith() {
        begin(keeping(8, 3, "ada"), event(4), event(5), kept(6, 8, 9));

        assertThat(hub.told).containsExactly("event 4", "event 5", "kept 6");
    }

    @Test
    void tellsNothingTwiceThatWasOlderAndIsSentAgain() {
        begin(keeping(8, 3), event(2), kept(3, 7, 8));

        view.apply(event(2));
        view.apply(kept(3, 8, 12));

        assertThat(hub.told).isEmpty();
    }

    @Test
    void tellsNoKeptEventTwiceThatItHasBegunWithAndIsSentAgain() {
        begin(keeping(8, 3));

        view.apply(kept(3, 8, 12));
        view.apply(kept(4, 12, 13));

        assertThat(hub.told).containsExactly("kept 4");
    }

    @Test
    void takesNoMembersNumberForAnEvents() {
        begin(fetched(8, "ada"), added("ada", 5, 8), event(1));

        assertThat(hub.told).containsExactly("event 1");
    }

    @Test
    void knowsItsOwnEventsThatCameBackBeforeItBegan() {
        begin(fetched(8, "ada"), event(FakeHub.SELF, 7), added("ada", 5, 8));

        assertThat(hub.told).isEmpty();
        assertThat(hub.echoed).containsExactly(7L);
    }

    // Again.

    @Test
    void tellsEventsBeforeTheChangeThatTheyCameBefore() {
        begin(fetched(5));

        take(fetched(8, "ada"), event(1), added("ada", 5, 8), event(2));

        assertThat(hub.told).containsExactly("event 1", "+ada", "event 2");
    }

    @Test
    void tellsWhoCameUnheardBeforeAllThatArrived() {
        begin(fetched(5));

        take(fetched(9, "ada", "bob"), event(1), added("bob", 8, 9), event(2));

        assertThat(hub.told).containsExactly("+ada", "event 1", "+bob", "event 2");
        assertThat(users()).containsExactly("ada", "bob");
    }

    @Test
    void tellsOneWhoseEndArrivedAtOnceThoughOthersMayComeBack() {
        begin(fetched(5, "ada", "bob"));
        view.expectReturns();
        view.recover();

        take(fetched(103, "eve"), removed("ada", 100, 101), event(1), added("eve", 101, 103));
        assertThat(hub.told).containsExactly("-ada", "event 1", "+eve");
        view.release(true);

        assertThat(hub.told).containsExactly("-ada", "event 1", "+eve", "-bob");
    }

    @Test
    void tellsAKeptEventThatItHasMissedBeforeAllThatArrived() {
        begin(keeping(5, 1));

        take(keeping(8, 3, "ada"), event(4), added("ada", 7, 8), event(5));

        assertThat(hub.told).containsExactly("kept 3", "event 4", "+ada", "event 5");
        assertThat(view.snapshot().kept().orElseThrow().payload()).isEqualTo(bytes("kept 3"));
    }

    @Test
    void tellsAKeptEventThatArrivedInItsPlace() {
        begin(keeping(5, 1));

        take(keeping(8, 3), event(2), kept(3, 5, 8), event(4));

        assertThat(hub.told).containsExactly("event 2", "kept 3", "event 4");
    }

    @Test
    void tellsNoKeptEventAgainThoughAnotherWasToldFromHereSince() {
        begin(keeping(5, 1));
        view.tellOwn(9, BusNode.kept("own", MINUTE));

        take(keeping(6, 1));

        assertThat(hub.told).containsExactly("own");
        assertThat(view.snapshot().kept().orElseThrow().payload()).isEqualTo(bytes("own"));
    }

    @Test
    void tellsAKeptEventThatIsTheSameAsTheLastOne() {
        begin(keeping(5, 1));
        KeptMessage same = new KeptMessage(bytes("kept 1"), MINUTE);

        take(new ChannelState(
                6, new ChannelSnapshot(0, List.of(), Optional.of(same)), Optional.of(new MessageId(OTHER, 2))));

        assertThat(hub.told).containsExactly("kept 1");
    }

    // Who is missing.

    @Test
    void holdsBackWhoIsMissingAfterAnOutageUntilTheOthersHadTime() {
        begin(fetched(5, "ada", "bob"));
        view.expectReturns();
        view.recover();

        take(fetched(3, "bob"));
        assertThat(hub.told).isEmpty();
        view.release(true);

        assertThat(hub.told).containsExactly("-ada");
    }

    @Test
    void holdsNobodyBackOnceTheOthersHadTime() {
        begin(fetched(5, "ada"));
        view.expectReturns();
        view.recover();
        view.release(false);

        take(fetched(3));

        assertThat(hub.told).containsExactly("-ada");
    }

    @Test
    void holdsNobodyBackWhomItMissesWithoutAnOutage() {
        begin(fetched(5, "ada"));

        take(fetched(9));

        assertThat(hub.told).containsExactly("-ada");
    }

    @Test
    void tellsNothingOfItsOwnPartsEndUntilItHasPutItBack() {
        here.add("ada");
        hub.standing = standing("self");
        begin(fetched(5, "ada", "bob"));
        view.apply(new TopicMessage(OTHER, 4, 5, 6, new Subscriptions(3)));
        hub.told.clear();

        view.apply(takenOut("ada", 6, 7));
        view.apply(new TopicMessage(FakeHub.SELF, 0, 7, 8, new Subscriptions(1)));
        // Due from before, and a gap.
        view.release(true);
        take(fetched(9));
        assertThat(hub.told).isEmpty();

        hub.standing = standing("self-again");
        view.expectReturns();
        view.recover();
        take(fetched(12, "ada"), takenOut("ada", 9, 10), added("ada", 11, 12));
        assertThat(hub.told).isEmpty();
        view.release(true);

        assertThat(hub.told).containsExactly("-bob", "=0");
        assertThat(users()).containsExactly("ada");
    }

    @Test
    void tellsThatAUserHasGoneWhoIsOnlyAboutToBeAddedHere() {
        here.add("ada");
        hub.standing = standing("self");
        begin(fetched(5, "ada"));

        view.apply(removed("ada", 5, 6));

        assertThat(hub.told).containsExactly("-ada");
    }

    // The end of a connection.

    @Test
    void tellsTheEventsOfWhatArrivedBeforeTheConnectionBroke() {
        begin(fetched(5));

        view.applyEvents(List.of(event(1), added("ada", 6, 7), kept(2, 7, 8)));

        assertThat(hub.told).containsExactly("event 1", "kept 2");
        assertThat(users()).isEmpty();
    }

    @Test
    void beginsWithNothingWhereThereIsNoRedis() {
        view.beginEmpty();
        view.recover();

        take(keeping(8, 3, "ada"), event(4));

        assertThat(hub.told).containsExactly("kept 3", "+ada", "event 4");
    }
}
