package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.Leases.Renewal;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.ChannelAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis has lost its memory, all of it or its end, and the nodes put back what they have. */
class PutBackIT {

    private static final ChannelAddress ROOM = channel("presence-room");

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void theNodesPutBackWhatTheyHaveAndNothingIsTold() {
        add(A, 1, "1", "2");
        add(B, 1, "2", "3");
        long version = fixture.snapshot(ROOM).version();
        TopicFollower follower = fixture.follow(ROOM);

        fixture.redis.flushall();
        assertThat(get(fixture.state.leases().renew(A, Duration.ofSeconds(10)))).isEqualTo(Renewal.JOINED);
        assertThat(get(fixture.state.parts().operation(fixture.bucket(ROOM), A)))
                .isZero();
        add(A, 2, "1", "2");
        set(A, 2, 3);
        set(B, 2, 3);
        add(B, 2, "2", "3");
        add(B, 2, "2", "3");

        ChannelState state = fixture.snapshot(ROOM);
        assertThat(state.snapshot().members()).extracting(Member::userId).containsExactly("1", "2", "3");
        assertThat(state.snapshot().subscriptions()).isEqualTo(6);
        List<TopicMessage> messages = follower.messages();
        assertThat(messages).as("so that others see who is there again").hasSize(3);
        assertThat(messages.get(0).before()).as("so that they ask").isGreaterThan(version);
        assertThat(get(fixture.state.facts().claim(fixture.bucket(ROOM), A, Set.of()))
                        .batches())
                .isEmpty();
        assertThat(get(fixture.state.parts().operation(fixture.bucket(ROOM), A)))
                .isEqualTo(2);
    }

    @Test
    void aNodeFindsOutWhetherItsLastChangesAreThere() {
        Bucket bucket = fixture.bucket(ROOM);
        add(A, 6, "1");
        add(A, 7, "2");
        assertThat(get(fixture.state.parts().operation(bucket, A))).isEqualTo(7);

        // As a replica would be that had not got the last change before it took over.
        fixture.redis.set(bucket.operation(A), Wtf8.encode("6"));
        get(fixture.state.presence().removeAll(ROOM, A, 6, List.of("2"), FactRules.NONE));
        get(fixture.state.presence().addAll(ROOM, A, 6, List.of(user("was removed")), FactRules.NONE));
        assertThat(get(fixture.state.parts().operation(bucket, A))).isEqualTo(6);

        Set<String> there = get(fixture.state.presence().ofNode(ROOM, A));
        assertThat(there).containsExactlyInAnyOrder("1", "was removed");
        get(fixture.state.presence().removeAll(ROOM, A, 8, List.of("was removed"), FactRules.PUT_BACK));
        add(A, 9, "1", "2");
        assertThat(get(fixture.state.presence().ofNode(ROOM, A))).containsExactlyInAnyOrder("1", "2");
        assertThat(fixture.snapshot(ROOM).snapshot().members()).hasSize(2);
    }

    private static void add(NodeId node, long operation, String... users) {
        List<Member> members = List.of(users).stream().map(StateFixture::user).toList();
        get(fixture.state.presence().addAll(ROOM, node, operation, members, FactRules.PUT_BACK));
    }

    private static void set(NodeId node, long operation, int count) {
        get(fixture.state.subscriptions().set(ROOM, node, operation, count, Publish.NOTHING, FactRules.PUT_BACK));
    }
}
