package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.Arrays;
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
            RedisState state = new RedisState(connection.async(), fixture.keys, false, RedisTime.SERVER);
            connection.close();
            assertThatThrownBy(() -> get(state.snapshots().of(ROOM))).hasMessageContaining("closed");
        }
    }
}
