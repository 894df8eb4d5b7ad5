package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PresenceIT {

    private static final ChannelAddress ROOM = channel("presence-room");

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void aUserOnTwoNodesIsCountedAndToldOnce() {
        TopicFollower follower = fixture.follow(ROOM);

        assertThat(fixture.add(ROOM, A, "ada").count()).isEqualTo(1);
        assertThat(fixture.add(ROOM, B, "ada").count()).isZero();
        assertThat(members(ROOM)).containsExactly(user("ada"));
        assertThat(occupied()).isEqualTo(Map.of("presence-room", 1));

        assertThat(fixture.remove(ROOM, A, "ada").count()).isZero();
        assertThat(members(ROOM)).containsExactly(user("ada"));
        assertThat(fixture.remove(ROOM, B, "ada").count()).isEqualTo(1);
        assertThat(members(ROOM)).isEmpty();
        assertThat(occupied()).isEmpty();

        assertThat(follower.messages())
                .extracting(TopicMessage::body)
                .containsExactly(new Added(user("ada")), new Removed("ada"));
    }

    @Test
    void whatIsSaidAgainChangesNothingAndIsAnsweredWithTheVersionToWaitFor() {
        TopicFollower follower = fixture.follow(ROOM);

        ChangeReply first = fixture.add(ROOM, A, "ada");
        ChangeReply again = fixture.add(ROOM, A, "ada");
        assertThat(again).isEqualTo(new ChangeReply(Outcome.DONE, first.version(), 0, -1));

        assertThat(fixture.add(ROOM, B, "ada").version()).isEqualTo(first.version());
        assertThat(fixture.remove(ROOM, A, "ada").count()).isZero();
        assertThat(fixture.remove(ROOM, A, "ada").count()).isZero();
        assertThat(members(ROOM)).as("the other node's").containsExactly(user("ada"));
        assertThat(fixture.remove(ROOM, B, "ada").count()).isEqualTo(1);
        assertThat(fixture.remove(ROOM, B, "ada").count()).isZero();
        assertThat(fixture.remove(ROOM, B, "never there").count()).isZero();
        assertThat(follower.messages()).hasSize(2);
    }

    @Test
    void aMessageSaysFromWhichVersionToWhich() {
        TopicFollower follower = fixture.follow(ROOM);
        long start = fixture.snapshot(ROOM).version();

        ChangeReply added = fixture.add(ROOM, A, "ada");
        fixture.add(channelInTheSameBucket(), A, "eve");
        ChangeReply removed = fixture.remove(ROOM, A, "ada");

        List<TopicMessage> messages = follower.messages();
        assertThat(messages).extracting(TopicMessage::before).containsExactly(start, added.version());
        assertThat(messages).extracting(TopicMessage::after).containsExactly(added.version(), removed.version());
        assertThat(messages).extracting(TopicMessage::sender).containsOnly(A);
        assertThat(removed.version()).isGreaterThan(added.version() + 1);
        assertThat(fixture.snapshot(ROOM).version()).isEqualTo(removed.version());
    }

    @Test
    void afterTheVersionsWereForgottenAFollowerIsMadeToAsk() {
        fixture.add(ROOM, A, "ada");
        long known = fixture.snapshot(ROOM).version();
        fixture.redis.del(fixture.bucket(ROOM).version(), fixture.bucket(ROOM).lastVersion(ROOM.channel()));
        TopicFollower follower = fixture.follow(ROOM);

        fixture.add(ROOM, A, "eve");

        TopicMessage message = follower.messages().get(0);
        assertThat(message.before()).isGreaterThan(known);
        assertThat(message.after()).isEqualTo(message.before() + 1);
    }

    @Test
    void theInformationIsThatOfTheFirstNode() {
        fixture.add(ROOM, A, new Member("ada", Optional.of("1")), 10, FactRules.NONE);
        fixture.add(ROOM, B, new Member("ada", Optional.of("2")), 10, FactRules.NONE);
        fixture.remove(ROOM, A, "ada");
        assertThat(members(ROOM)).containsExactly(new Member("ada", Optional.of("1")));

        fixture.remove(ROOM, B, "ada");
        fixture.add(ROOM, B, new Member("ada", Optional.of("2")), 10, FactRules.NONE);
        assertThat(members(ROOM)).containsExactly(new Member("ada", Optional.of("2")));
    }

    @Test
    void membersAreInTheOrderOfTheirArrival() {
        List.of("m", "z", "a", "k").forEach(user -> fixture.add(ROOM, A, user));
        fixture.remove(ROOM, A, "z");
        fixture.add(ROOM, B, "z");
        fixture.add(ROOM, B, "m");
        assertThat(members(ROOM)).extracting(Member::userId).containsExactly("m", "a", "k", "z");
    }

    @Test
    void oneUserTooManyIsRefusedAndChangesNothing() {
        assertThat(fixture.add(ROOM, A, user("1"), 2, FactRules.NONE).outcome()).isEqualTo(Outcome.DONE);
        assertThat(fixture.add(ROOM, A, user("2"), 2, FactRules.NONE).outcome()).isEqualTo(Outcome.DONE);
        TopicFollower follower = fixture.follow(ROOM);

        assertThat(fixture.add(ROOM, B, user("3"), 2, FactRules.NONE).outcome()).isEqualTo(Outcome.FULL);
        assertThat(follower.messages()).isEmpty();
        assertThat(members(ROOM)).hasSize(2);
        assertThat(get(fixture.state.parts().channels(fixture.bucket(ROOM), B))).isEmpty();

        assertThat(fixture.add(ROOM, B, user("2"), 2, FactRules.NONE).outcome())
                .as("a user who is there already")
                .isEqualTo(Outcome.DONE);
        fixture.remove(ROOM, A, "1");
        assertThat(fixture.add(ROOM, B, user("3"), 2, FactRules.NONE).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aFencedNodeChangesNothing() {
        fixture.add(ROOM, B, "bob");
        fixture.takeOver(fixture.bucket(ROOM), A, FactRules.NONE);
        TopicFollower follower = fixture.follow(ROOM);

        assertThat(fixture.add(ROOM, A, "ada").outcome()).isEqualTo(Outcome.FENCED);
        assertThat(fixture.remove(ROOM, A, "bob").outcome()).isEqualTo(Outcome.FENCED);
        assertThat(follower.messages()).isEmpty();
        assertThat(members(ROOM)).containsExactly(user("bob"));
        assertThat(fixture.add(ROOM, B, "ada").outcome()).as("another node").isEqualTo(Outcome.DONE);
    }

    @Test
    void anyIdAndAnyInformationComesBackAsItWas() {
        TopicFollower follower = fixture.follow(ROOM);
        List<Member> members = List.of(
                new Member("", Optional.empty()),
                new Member("\0", Optional.of("")),
                new Member("a\0b\r\nc", Optional.of("\0\n")),
                new Member("żółć 🦊", Optional.of("{\"n\":\"🦊\"}")),
                new Member("\ud800", Optional.of("\udc00\ud800")),
                new Member("\ud801", Optional.empty()),
                new Member("?", Optional.empty()),
                new Member("{x}:1:%s*", Optional.of("x".repeat(10_240))));

        members.forEach(member -> fixture.add(ROOM, A, member, 100, FactRules.NONE));

        assertThat(members(ROOM)).isEqualTo(members);
        assertThat(follower.messages())
                .extracting(TopicMessage::body)
                .isEqualTo(members.stream().map(Added::new).toList());
        assertThat(get(fixture.state.presence().ofNode(ROOM, A)))
                .containsExactlyInAnyOrderElementsOf(
                        members.stream().map(Member::userId).toList());
        members.forEach(member -> fixture.remove(ROOM, A, member.userId()));
        assertThat(members(ROOM)).isEmpty();
        assertThat(fixture.lastingKeys())
                .containsExactly("reverb:{app:" + fixture.bucket(ROOM).number() + "}:w:node-a");
    }

    @Test
    void aBatchIsAsManyOneByOne() {
        TopicFollower follower = fixture.follow(ROOM);
        fixture.add(ROOM, B, "7");
        List<Member> members = users(Presence.MAX_BATCH);

        ChangeReply reply =
                get(fixture.state.presence().addAll(ROOM, A, fixture.nextOperation(), members, FactRules.NONE));

        assertThat(reply.count()).isEqualTo(Presence.MAX_BATCH - 1);
        List<TopicMessage> messages = follower.messages();
        assertThat(messages).hasSize(Presence.MAX_BATCH);
        assertChained(messages);
        assertThat(messages.get(messages.size() - 1).after()).isEqualTo(reply.version());
        List<String> ids = members.stream().map(Member::userId).toList();
        assertThat(get(fixture.state.presence().removeAll(ROOM, A, fixture.nextOperation(), ids, FactRules.NONE))
                        .count())
                .isEqualTo(Presence.MAX_BATCH - 1);
        assertThat(members(ROOM)).containsExactly(user("7"));
        assertChained(follower.messages());
    }

    @Test
    void aBatchHasALimit() {
        List<Member> tooMany = users(Presence.MAX_BATCH + 1);
        assertThatThrownBy(() -> fixture.state.presence().addAll(ROOM, A, 1, tooMany, FactRules.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 500 users, not 501");
        assertThatThrownBy(() -> fixture.state.presence().addAll(ROOM, A, 1, List.of(), FactRules.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChannelHasThousandsOfMembers() {
        List<Member> members = users(5_000);
        for (int i = 0; i < members.size(); i += Presence.MAX_BATCH) {
            List<Member> batch = members.subList(i, i + Presence.MAX_BATCH);
            get(fixture.state.presence().addAll(ROOM, A, fixture.nextOperation(), batch, FactRules.NONE));
        }
        assertThat(members(ROOM)).isEqualTo(members);
        assertThat(occupied()).isEqualTo(Map.of("presence-room", 5_000));
        assertThat(fixture.takeOver(fixture.bucket(ROOM), A, FactRules.NONE)).isEqualTo(11);
        assertThat(members(ROOM)).isEmpty();
        assertThat(fixture.lastingKeys()).isEmpty();
    }

    @Test
    void aNodesLastChangeIsKnownByItsNumber() {
        Bucket bucket = fixture.bucket(ROOM);
        assertThat(get(fixture.state.parts().operation(bucket, A))).isZero();

        get(fixture.state.presence().add(ROOM, A, 41, user("1"), 1, FactRules.NONE));
        assertThat(get(fixture.state.parts().operation(bucket, A))).isEqualTo(41);
        get(fixture.state.presence().add(ROOM, A, 42, user("2"), 1, FactRules.NONE));
        assertThat(get(fixture.state.parts().operation(bucket, A)))
                .as("refused")
                .isEqualTo(42);
        assertThat(get(fixture.state.parts().operation(bucket, B))).isZero();

        fixture.takeOver(bucket, A, FactRules.NONE);
        get(fixture.state.presence().add(ROOM, A, 43, user("1"), 1, FactRules.NONE));
        assertThat(get(fixture.state.parts().operation(bucket, A))).as("fenced").isZero();
    }

    @Test
    void whatComesLateDoesNotUndoWhatWasSaidSince() {
        get(fixture.state.presence().add(ROOM, A, 7, user("ada"), 9, FactRules.NONE));
        assertThatThrownBy(() -> get(fixture.state.presence().remove(ROOM, A, 6, "ada", FactRules.NONE)))
                .hasCauseInstanceOf(OvertakenException.class);
        assertThatThrownBy(() -> get(fixture.state
                        .subscriptions()
                        .set(ROOM, A, 6, 5, Subscriptions.Publish.NOTHING, FactRules.NONE)))
                .hasCauseInstanceOf(OvertakenException.class);
        assertThatThrownBy(() -> get(fixture.state.presence().add(ROOM, A, 6, user("eve"), 9, FactRules.NONE)))
                .hasCauseInstanceOf(OvertakenException.class);
        assertThat(members(ROOM)).containsExactly(user("ada"));
        assertThat(fixture.snapshot(ROOM).snapshot().subscriptions()).isZero();

        assertThat(get(fixture.state.presence().add(ROOM, A, 7, user("ada"), 9, FactRules.NONE))
                        .outcome())
                .as("a repeat")
                .isEqualTo(Outcome.DONE);
        assertThat(get(fixture.state.presence().add(ROOM, B, 1, user("eve"), 9, FactRules.NONE))
                        .outcome())
                .as("another node's number")
                .isEqualTo(Outcome.DONE);
    }

    private static List<Member> users(int count) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .map(StateFixture::user)
                .toList();
    }

    private static List<Member> members(ChannelAddress address) {
        return fixture.snapshot(address).snapshot().members();
    }

    private static Map<String, Integer> occupied() {
        return get(fixture.state.snapshots().list(StateFixture.APP, ""));
    }

    private static ChannelAddress channelInTheSameBucket() {
        return IntStream.range(0, 100_000)
                .mapToObj(i -> channel("presence-" + i))
                .filter(other -> fixture.bucket(other).equals(fixture.bucket(ROOM)))
                .findFirst()
                .orElseThrow();
    }

    private static void assertChained(List<TopicMessage> messages) {
        List<Long> befores = new ArrayList<>();
        List<Long> afters = new ArrayList<>();
        for (int i = 1; i < messages.size(); i++) {
            befores.add(messages.get(i).before());
            afters.add(messages.get(i - 1).after());
        }
        assertThat(befores).isEqualTo(afters);
    }
}
