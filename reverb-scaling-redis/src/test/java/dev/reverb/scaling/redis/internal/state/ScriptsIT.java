package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScriptsIT {

    private static final ChannelAddress ROOM = channel("presence-room");

    @Test
    void aScriptThatRedisDoesNotKnowIsSentWhole() {
        try (StateFixture fixture = StateFixture.start()) {
            String[] digests =
                    Arrays.stream(Script.values()).map(Script::digest).toArray(String[]::new);
            assertThat(fixture.redis.scriptExists(digests)).containsOnly(false);
            assertThat(fixture.add(ROOM, A, "ada").count()).isEqualTo(1);
            assertThat(fixture.redis.scriptExists(Script.ADD_MEMBERS.digest())).containsExactly(true);

            get(fixture.state.load());
            assertThat(fixture.redis.scriptExists(digests)).containsOnly(true);

            fixture.redis.scriptFlush();
            assertThat(fixture.add(ROOM, A, "ada").count())
                    .as("as after a restart")
                    .isZero();
        }
    }

    @Test
    void whoeverAsksItIsDoneInTheOrderOfAsking() {
        try (StateFixture fixture = StateFixture.start()) {
            get(fixture.state.load());
            AtomicLong operations = new AtomicLong();
            ConcurrentLinkedQueue<CompletionStage<ChangeReply>> replies = new ConcurrentLinkedQueue<>();
            Runnable change = () -> {
                synchronized (operations) {
                    long operation = operations.incrementAndGet();
                    replies.add(fixture.state.presence().add(ROOM, A, operation, user("ada"), 9, FactRules.NONE));
                }
            };
            // One thread of ours, and the connection's own, on which stages complete.
            for (int i = 0; i < 2_000; i++) {
                change.run();
                fixture.connection.async().ping().thenRun(change);
            }
            get(fixture.connection.async().ping());
            assertThat(replies)
                    .hasSize(4_000)
                    .allSatisfy(reply -> assertThat(get(reply).outcome()).isEqualTo(Outcome.DONE));
        }
    }

    @Test
    void whatRedisRefusesIsAFailureOfTheStage() {
        try (StateFixture fixture = StateFixture.start()) {
            fixture.redis.set(fixture.bucket(ROOM).roster(ROOM.channel()), new byte[1]);
            assertThatThrownBy(() -> fixture.add(ROOM, A, "ada"))
                    .hasCauseInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageContaining("WRONGTYPE");
        }
    }

    @Test
    void afterItsConnectionIsGoneAStageFails() {
        try (StateFixture fixture = StateFixture.start()) {
            StatefulRedisConnection<byte[], byte[]> connection = fixture.client.connect(ByteArrayCodec.INSTANCE);
            RedisState state =
                    new RedisState(connection.async(), fixture.keys, false, RedisTime.SERVER, Scheduler.system());
            connection.close();
            assertThatThrownBy(() -> get(state.snapshots().of(ROOM))).hasMessageContaining("closed");
        }
    }
}
