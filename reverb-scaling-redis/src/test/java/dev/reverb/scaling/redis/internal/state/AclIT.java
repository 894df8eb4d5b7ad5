package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.TOLD;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rights that docs/scaling.md says are enough. */
class AclIT {

    private static final String[] RIGHTS = {
        "reset",
        "on",
        ">secret",
        "~reverb:*",
        "&reverb:*",
        "+@read",
        "+@write",
        "+@scripting",
        "+@pubsub",
        "+@connection",
        "+time",
        "-@dangerous"
    };

    private static final ChannelAddress ROOM = channel("presence-cache-room");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aUserNeedsTheKeysAndTopicsOfThePrefixAndPlainCommands() {
        try (StateFixture fixture = StateFixture.start()) {
            List<String> command = new ArrayList<>(List.of("SETUSER", "reverb"));
            command.addAll(List.of(RIGHTS));
            fixture.server.ask(redis -> redis.dispatch(
                    CommandType.ACL,
                    new StatusOutput<>(StringCodec.UTF8),
                    new CommandArgs<>(StringCodec.UTF8).addValues(command)));
            RedisURI uri = RedisURI.builder(RedisURI.create(fixture.server.uri()))
                    .withAuthentication("reverb", "secret".toCharArray())
                    .build();
            try (StatefulRedisConnection<byte[], byte[]> connection =
                    fixture.client.connect(ByteArrayCodec.INSTANCE, uri)) {
                doEverything(
                        new RedisState(connection.async(), fixture.keys, false, RedisTime.SERVER, Scheduler.system()));
                RedisState other = new RedisState(
                        connection.async(), new KeySpace("other"), false, RedisTime.SERVER, Scheduler.system());
                assertThatThrownBy(() -> get(other.presence().add(ROOM, A, 1, user("ada"), 9, TOLD)))
                        .hasMessageContaining("NOPERM");
            }
        }
    }

    private static void doEverything(RedisState state) {
        Bucket bucket = new KeySpace("reverb").bucket(ROOM);
        get(state.load());
        get(state.leases().renew(A, MINUTE));
        get(state.leases().enter(A, List.of(bucket)));
        get(state.presence().add(ROOM, A, 1, user("ada"), 9, TOLD));
        get(state.subscriptions().set(ROOM, A, 2, 1, Publish.EVERYTHING, TOLD));
        get(state.connections().set(APP, A, 1));
        BusMessage kept = new BusMessage(new byte[1], Optional.empty(), Optional.of(MINUTE));
        get(state.topics().publish(ROOM, A, 3, new Event(kept)));
        BusMessage plain = new BusMessage(new byte[1], Optional.empty(), Optional.empty());
        get(state.topics().publish(ROOM, A, 3, new Event(plain)));
        get(state.topics().terminate(APP, A, 4, "ada"));
        get(state.topics().gathered(A, 1));
        assertThat(get(state.snapshots().of(ROOM)).snapshot().members()).hasSize(1);
        assertThat(get(state.snapshots().list(APP, ""))).hasSize(1);
        assertThat(get(state.connections().total(APP))).isEqualTo(1);
        assertThat(get(state.parts().operation(bucket, A))).isEqualTo(2);
        assertThat(get(state.parts().channels(bucket, A))).hasSize(1);
        assertThat(get(state.presence().ofNode(ROOM, A))).hasSize(1);
        get(state.facts().claim(bucket, A, Set.of()))
                .batches()
                .forEach(batch -> get(state.facts().finish(batch)));
        get(state.leases().leave(A, MINUTE));
        while (get(state.takeOver().step(bucket, A, TOLD, true)).more()) {
            assertThat(get(state.leases().expired())).containsExactly(A);
        }
        get(state.facts().giveBack(bucket, A));
        get(state.leases().forget(A));
        assertThat(get(state.leases().nodes())).isEmpty();
    }
}
