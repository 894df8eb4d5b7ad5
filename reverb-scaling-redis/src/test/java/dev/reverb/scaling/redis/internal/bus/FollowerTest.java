package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.Leases.Entry;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.Outcome;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FollowerTest {

    private static final ChannelAddress ROOM = address("room");

    private final FakeHub hub = new FakeHub();
    private final FakeSession session = new FakeSession();
    private final Bucket bucket = FakeSession.KEYS.bucket(ROOM);
    private final Follower follower = new Follower(ROOM, bucket, "topic", hub);

    private Standing connect() {
        hub.standing = session.standing();
        return hub.standing;
    }

    /** What else was asked of Redis, behind the entering. */
    private List<byte[][]> asked() {
        return session.scriptArguments.subList(1, session.scriptArguments.size());
    }

    private List<String> counts() {
        return asked().stream()
                .map(arguments -> new String(arguments[10], StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    void aZeroIsNotHiddenWhereTheTickComesBeforeTheBucketIsEntered() {
        connect();
        follower.setSubscriptions(1);
        follower.setSubscriptions(2);
        follower.setSubscriptions(0);
        follower.flushCounts();
        assertThat(asked()).isEmpty();

        session.answer(Entry.ENTERED);

        assertThat(counts()).containsExactly("2", "0");
    }

    @Test
    void aNumberOfAnOutageIsSaidOnceRedisIsBack() {
        follower.setSubscriptions(3);
        follower.flushCounts();
        follower.online(connect());
        session.answer(Entry.ENTERED);
        assertThat(counts()).containsExactly("3");

        follower.flushCounts();

        assertThat(counts()).containsExactly("3");
    }

    @Test
    void whatIsAskedForWhileTheBucketIsEnteredIsDoneAfterwardsInOrder() {
        connect();
        List<String> published = new ArrayList<>();
        CompletableFuture<Void> added = new CompletableFuture<>();
        follower.publish(() -> published.add("before the first change"));
        follower.addMember(BusNode.member("ada"), 10, added);
        follower.publish(() -> published.add("after it, with " + asked().size()));
        assertThat(published).containsExactly("before the first change");

        session.answer(Entry.ENTERED);

        assertThat(published).containsExactly("before the first change", "after it, with 1");
        assertThat(added).isNotDone();
    }

    @Test
    void whoWaitsIsAnsweredByWhatIsKnownWhenRedisGoesAway() {
        CompletableFuture<ChannelSnapshot> followed = new CompletableFuture<>();
        Standing standing = connect();
        follower.follow(followed);
        follower.addMember(BusNode.member("ada"), 10, new CompletableFuture<>());
        session.answer(Entry.ENTERED);
        assertThat(followed).isNotDone();

        hub.standing = null;
        follower.lost(standing, true);

        assertThat(followed.join().members()).isEmpty();
        assertThat(hub.told).containsExactly("+ada");
    }

    @Test
    void aFenceIsFoundOnEntering() {
        connect();
        follower.setSubscriptions(1);

        session.answer(Entry.FENCED);

        assertThat(hub.fences).containsExactly(hub.standing);
        assertThat(asked()).isEmpty();
    }

    @Test
    void aFenceIsFoundByAChange() {
        connect();
        follower.addMember(BusNode.member("ada"), 10, new CompletableFuture<>());
        session.answer(Entry.ENTERED);

        session.scripts.get(1).complete(Arrays.asList((long) Outcome.FENCED.ordinal(), 0L, 0L, -1L));

        assertThat(hub.fences).containsExactly(hub.standing);
    }

    @Test
    void underAnotherNameItSaysItsPartAnew() {
        Standing first = connect();
        follower.addMember(BusNode.member("ada"), 10, new CompletableFuture<>());
        session.answer(Entry.ENTERED);
        session.scripts.get(1).complete(Arrays.asList((long) Outcome.DONE.ordinal(), 1L, 1L, -1L));
        hub.standing = null;
        follower.lost(first, true);
        int before = session.scripts.size();

        // It was fenced, and the connection over which it came back was lost before it came to this channel.
        hub.standing = session.standing(NodeId.random());
        follower.online(hub.standing);
        session.answer(Entry.ENTERED);

        assertThat(session.scripts).hasSize(before + 2);
        assertThat(Arrays.stream(session.scriptArguments.get(before + 1))
                        .map(argument -> new String(argument, StandardCharsets.UTF_8)))
                .contains("ada");
    }
}
