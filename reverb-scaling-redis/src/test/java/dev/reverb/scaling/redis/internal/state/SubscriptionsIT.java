package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubscriptionsIT {

    private static final ChannelAddress NEWS = channel("news");

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void allNodesCountTogether() {
        assertThat(set(A, 3).count()).isEqualTo(3);
        assertThat(set(B, 2).count()).isEqualTo(5);
        assertThat(fixture.snapshot(NEWS).snapshot().subscriptions()).isEqualTo(5);
        assertThat(list("")).isEqualTo(Map.of("news", 5));

        assertThat(set(A, 1).count()).isEqualTo(3);
        assertThat(set(A, 1).count()).as("said again").isEqualTo(3);
        assertThat(set(A, 0).count()).isEqualTo(2);
        assertThat(set(A, 0).count()).as("said again").isEqualTo(2);
        assertThat(set(B, 0).count()).isZero();
        assertThat(list("")).isEmpty();
        assertThat(fixture.lastingKeys()).allMatch(key -> key.contains(":w:"));
    }

    @Test
    void aFencedNodeChangesNothing() {
        set(B, 2);
        fixture.takeOver(fixture.bucket(NEWS), A, FactRules.NONE);
        assertThat(set(A, 3)).isEqualTo(new ChangeReply(Outcome.FENCED, 0, 0, -1));
        assertThat(fixture.snapshot(NEWS).snapshot().subscriptions()).isEqualTo(2);
    }

    @Test
    void everyChangeIsPublishedWhereItIsAskedFor() {
        TopicFollower follower = fixture.follow(NEWS);
        set(A, 3);
        set(B, 2);
        set(B, 2);
        set(A, 0);
        ChangeReply last = set(B, 0);
        assertThat(follower.messages())
                .extracting(TopicMessage::body)
                .containsExactly(counted(3), counted(5), counted(2), counted(0));
        assertThat(fixture.snapshot(NEWS).version()).isEqualTo(last.version());
    }

    @Test
    void ofUsersChannelsZeroIsPublishedAndTheEndOfIt() {
        ChannelAddress user = channel("#server-to-user-7");
        TopicFollower follower = fixture.follow(user);
        for (int count : new int[] {2, 3, 0, 1}) {
            fixture.subscriptions(user, A, count, FactRules.NONE);
            fixture.subscriptions(user, B, count, FactRules.NONE);
        }
        assertThat(follower.messages())
                .extracting(TopicMessage::body)
                .containsExactly(counted(2), counted(0), counted(1));
    }

    @Test
    void whatIsNotPublishedRaisesNoVersion() {
        TopicFollower follower = fixture.follow(NEWS);
        long version = fixture.snapshot(NEWS).version();
        ChangeReply reply = get(fixture.state
                .subscriptions()
                .set(NEWS, A, fixture.nextOperation(), 4, Publish.NOTHING, FactRules.NONE));
        assertThat(reply).isEqualTo(new ChangeReply(Outcome.DONE, 0, 4, -1));
        assertThat(follower.messages()).isEmpty();
        assertThat(fixture.snapshot(NEWS).version()).isEqualTo(version);
    }

    @Test
    void whatIsPublishedFollowsFromTheChannel() {
        assertThat(Publish.of(channel("presence-a").channel(), true)).isEqualTo(Publish.NOTHING);
        assertThat(Publish.of(channel("#server-to-user-a").channel(), false)).isEqualTo(Publish.ZERO);
        assertThat(Publish.of(channel("a").channel(), true)).isEqualTo(Publish.EVERYTHING);
        assertThat(Publish.of(channel("private-a").channel(), false)).isEqualTo(Publish.NOTHING);
    }

    @Test
    void aPresenceChannelIsOccupiedByItsUsersAndNotByItsSubscriptions() {
        ChannelAddress room = channel("presence-room");
        fixture.subscriptions(room, A, 3, FactRules.NONE);
        assertThat(list("")).isEmpty();
        assertThat(fixture.snapshot(room).snapshot().subscriptions()).isEqualTo(3);

        fixture.add(room, A, "ada");
        assertThat(list("")).isEqualTo(Map.of("presence-room", 1));
        fixture.subscriptions(room, A, 0, FactRules.NONE);
        assertThat(get(fixture.state.parts().channels(fixture.bucket(room), A))).isEqualTo(Map.of(room.channel(), 0));
        fixture.remove(room, A, "ada");
        assertThat(get(fixture.state.parts().channels(fixture.bucket(room), A))).isEmpty();
        assertThat(fixture.lastingKeys()).allMatch(key -> key.contains(":w:"));
    }

    @Test
    void channelsAreListedByPrefixWhateverIsInTheirNames() {
        for (String name : new String[] {"a", "a-1", "a-2", "b", "#server-to-user-*", "#server-to-user-[x]\0\n?\\^"}) {
            fixture.subscriptions(channel(name), A, 1, FactRules.NONE);
        }
        fixture.subscriptions(new ChannelAddress("another", NEWS.channel()), A, 9, FactRules.NONE);
        fixture.add(channel("presence-a"), A, "ada");

        assertThat(list("a")).containsExactly(Map.entry("a", 1), Map.entry("a-1", 1), Map.entry("a-2", 1));
        assertThat(list("presence-")).containsOnlyKeys("presence-a");
        assertThat(list("#server-to-user-[x]\0\n?\\^")).containsOnlyKeys("#server-to-user-[x]\0\n?\\^");
        assertThat(list("#server-to-user-*")).containsOnlyKeys("#server-to-user-*");
        assertThat(list("*")).isEmpty();
        assertThat(list("")).hasSize(7);
    }

    @Test
    void aBucketMayHaveMoreChannelsThanArePerPage() {
        int channels = Snapshots.PAGE * 2 + 1;
        byte[] occupied = fixture.bucket(NEWS).occupied();
        for (int i = 0; i < channels; i++) {
            fixture.redis.hset(occupied, Wtf8.encode("c" + i), Wtf8.encode("1"));
        }
        assertThat(list("c")).hasSize(channels);
    }

    @Test
    void whatANodeHasCanBeAsked() {
        set(A, 3);
        set(B, 1);
        assertThat(get(fixture.state.parts().channels(fixture.bucket(NEWS), A))).isEqualTo(Map.of(NEWS.channel(), 3));
        assertThat(IntStream.range(0, KeySpace.BUCKETS)
                        .mapToObj(number -> fixture.keys.bucket(APP, number))
                        .filter(bucket ->
                                !get(fixture.state.parts().channels(bucket, B)).isEmpty()))
                .containsExactly(fixture.bucket(NEWS));
    }

    @Test
    void noNodeHasLessThanNoSubscription() {
        assertThatThrownBy(() -> set(A, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    private static ChangeReply set(NodeId node, int count) {
        return fixture.subscriptions(NEWS, node, count, FactRules.NONE);
    }

    private static Map<String, Integer> list(String prefix) {
        return get(fixture.state.snapshots().list(APP, prefix));
    }

    private static TopicMessage.Subscriptions counted(int count) {
        return new TopicMessage.Subscriptions(count);
    }
}
