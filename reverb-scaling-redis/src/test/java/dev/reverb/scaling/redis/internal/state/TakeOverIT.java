package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.C;
import static dev.reverb.scaling.redis.internal.state.StateFixture.TOLD;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.TakeOver.Step;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeOverIT {

    private static final ChannelAddress ROOM = channel("presence-room");

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void whatADeadNodeHadIsTakenOutAndTheRestStays() {
        fixture.add(ROOM, A, "only a");
        fixture.add(ROOM, A, "both");
        fixture.add(ROOM, B, "both");
        fixture.subscriptions(ROOM, A, 3, FactRules.NONE);
        fixture.subscriptions(ROOM, B, 1, FactRules.NONE);
        TopicFollower follower = fixture.follow(ROOM);

        assertThat(fixture.takeOver(fixture.bucket(ROOM), A, TOLD)).isEqualTo(2);

        ChannelState state = fixture.snapshot(ROOM);
        assertThat(state.snapshot().members()).containsExactly(user("both"));
        assertThat(state.snapshot().subscriptions()).isEqualTo(1);
        assertThat(follower.messages())
                .extracting(TopicMessage::body, TopicMessage::after)
                .containsExactly(tuple(new Removed("only a"), state.version()));
        assertThat(get(fixture.state.parts().channels(fixture.bucket(ROOM), A))).isEmpty();
        assertThat(get(fixture.state.facts().claim(fixture.bucket(ROOM), B, Set.of()))
                        .batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.facts()).hasSize(1));
        assertThat(fixture.takeOver(fixture.bucket(ROOM), A, TOLD)).as("again").isEqualTo(1);
        fixture.remove(ROOM, B, "both");
        fixture.subscriptions(ROOM, B, 0, FactRules.NONE);
        assertThat(fixture.lastingKeys()).allMatch(key -> key.endsWith(":w:node-b"));
    }

    @Test
    void whatADeadNodeHasNotPassedOnIsDueAtOnce() {
        ChannelAddress news = channel("news");
        fixture.subscriptions(news, A, 1, TOLD);
        fixture.subscriptions(news, B, 1, TOLD);
        FactBatch batch = get(fixture.state.facts().claim(fixture.bucket(news), A, Set.of()))
                .batches()
                .get(0);

        assertThat(get(fixture.state.takeOver().step(fixture.bucket(news), A, TOLD, true))
                        .factsDueIn())
                .as("a batch that it had claimed")
                .isZero();
        assertThat(get(fixture.state.facts().claim(fixture.bucket(news), B, Set.of()))
                        .batches())
                .containsExactly(batch);
        get(fixture.state.facts().finish(batch));
        assertThat(get(fixture.state.takeOver().step(fixture.bucket(news), A, TOLD, true))
                        .factsDueIn())
                .as("nothing")
                .isNegative();
        fixture.subscriptions(news, B, 0, TOLD);
        assertThat(get(fixture.state.takeOver().step(fixture.bucket(news), B, TOLD, true))
                        .factsDueIn())
                .as("one that nobody has claimed")
                .isZero();
    }

    @Test
    void otherChannelsAreVacatedAndTheirFollowersTold() {
        ChannelAddress news = channel("news");
        fixture.subscriptions(news, A, 3, TOLD);
        get(fixture.state
                .facts()
                .finish(get(fixture.state.facts().claim(fixture.bucket(news), A, Set.of()))
                        .batches()
                        .get(0)));
        TopicFollower follower = fixture.follow(news);

        FactRules grace = new FactRules(FactRules.Mode.TOLD, false, 3_000);
        Step step = get(fixture.state.takeOver().step(fixture.bucket(news), A, grace, true));

        assertThat(step).isEqualTo(new Step(true, 3_000));
        assertThat(follower.messages())
                .extracting(TopicMessage::body)
                .containsExactly(new TopicMessage.Subscriptions(0));
        assertThat(get(fixture.state.takeOver().step(fixture.bucket(news), A, grace, true)))
                .isEqualTo(new Step(false, -1));
        assertThat(fixture.lastingKeys()).isEmpty();
    }

    @Test
    void aStepIsBounded() {
        List<ChannelAddress> channels = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> channel("c" + i))
                .filter(address -> fixture.bucket(address).number() == 9)
                .limit(TakeOver.MAX_CHANNELS + 1)
                .toList();
        channels.forEach(address -> fixture.subscriptions(address, A, 1, FactRules.NONE));
        Bucket bucket = fixture.keys.bucket(StateFixture.APP, 9);

        assertThat(get(fixture.state.takeOver().step(bucket, A, FactRules.NONE, false))
                        .more())
                .isTrue();
        assertThat(get(fixture.state.parts().channels(bucket, A))).hasSize(1);
        assertThat(get(fixture.state.takeOver().step(bucket, A, FactRules.NONE, false))
                        .more())
                .isTrue();
        assertThat(get(fixture.state.takeOver().step(bucket, A, FactRules.NONE, false))
                        .more())
                .isFalse();
        assertThat(get(fixture.state.snapshots().list(StateFixture.APP, ""))).isEmpty();
    }

    @Test
    void twoNodesMayDoItAtTheSameTime() {
        int users = 2_000;
        List<Member> members =
                IntStream.range(0, users).mapToObj(i -> user("u" + i)).toList();
        for (int i = 0; i < users; i += Presence.MAX_BATCH) {
            List<Member> batch = members.subList(i, i + Presence.MAX_BATCH);
            get(fixture.state.presence().addAll(ROOM, A, i, batch, TOLD));
            get(fixture.state.presence().addAll(ROOM, B, i, batch.subList(0, 10), TOLD));
        }
        drainFacts();
        TopicFollower follower = fixture.follow(ROOM);
        try (StatefulRedisConnection<byte[], byte[]> another = fixture.client.connect(ByteArrayCodec.INSTANCE)) {
            RedisState other = new RedisState(
                    another.async(), fixture.keys, false, () -> OptionalLong.of(fixture.now.get()), Scheduler.system());
            CompletableFuture<Void> first = untilDone(fixture.state).toCompletableFuture();
            CompletableFuture<Void> second = untilDone(other).toCompletableFuture();
            get(CompletableFuture.allOf(first, second));
        }

        assertThat(fixture.snapshot(ROOM).snapshot().members()).hasSize(40);
        List<TopicMessage> messages = follower.messages();
        assertThat(messages).hasSize(users - 40).extracting(TopicMessage::body).doesNotHaveDuplicates();
        assertThat(drainFacts()).isEqualTo(users - 40);
    }

    @Test
    void aNodeThatDiedBetweenItsUsersAndItsSubscriptionsIsClearedUpToo() {
        fixture.add(ROOM, A, "ada");
        fixture.takeOver(fixture.bucket(ROOM), A, FactRules.NONE);
        assertThat(fixture.snapshot(ROOM).snapshot().members()).isEmpty();
        assertThat(fixture.lastingKeys()).isEmpty();
    }

    @Test
    void nobodyClearsUpAfterANodeThatIsNotFenced() {
        fixture.add(ROOM, A, "ada");
        Bucket bucket = fixture.bucket(ROOM);
        assertThat(get(fixture.state.presence().clear(bucket, ROOM.channel(), A, List.of("ada"), TOLD))
                        .outcome())
                .isEqualTo(Outcome.FENCED);
        assertThat(get(fixture.state
                                .subscriptions()
                                .clear(bucket, ROOM.channel(), A, Subscriptions.Publish.NOTHING, TOLD))
                        .outcome())
                .isEqualTo(Outcome.FENCED);
        assertThat(fixture.snapshot(ROOM).snapshot().members()).hasSize(1);
    }

    @Test
    void aNodeThatComesBackAsAnotherWithinTheGraceTimeWasNeverAway() {
        FactRules grace = new FactRules(FactRules.Mode.TOLD, false, 3_000);
        fixture.add(ROOM, A, user("ada"), 9, grace);
        drainFacts();
        fixture.takeOver(fixture.bucket(ROOM), A, grace);
        fixture.now.addAndGet(2_000);
        get(fixture.state.presence().addAll(ROOM, C, 1, List.of(user("ada")), grace));
        fixture.now.addAndGet(2_000);
        assertThat(drainFacts()).isZero();
    }

    private static CompletionStage<Void> untilDone(RedisState state) {
        return state.takeOver()
                .step(fixture.bucket(ROOM), A, TOLD, false)
                .thenCompose(step -> step.more() ? untilDone(state) : CompletableFuture.completedFuture(null));
    }

    private static int drainFacts() {
        int facts = 0;
        List<FactBatch> batches = new ArrayList<>();
        do {
            batches.clear();
            batches.addAll(get(fixture.state.facts().claim(fixture.bucket(ROOM), C, Set.of()))
                    .batches());
            for (FactBatch batch : batches) {
                facts += batch.facts().size();
                get(fixture.state.facts().finish(batch));
            }
        } while (!batches.isEmpty());
        return facts;
    }
}
