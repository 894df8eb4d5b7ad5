package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reverb.channel.SocketId;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Terminate;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.KeptMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicsIT {

    private static final ChannelAddress PRICE = channel("cache-price");

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void anEventArrivesAsItWasSent() {
        TopicFollower follower = fixture.follow(PRICE);
        assertThat(publish(7, event("{\"event\":\"up\"}", Optional.of(new SocketId(1, 999_999_999)), Optional.empty())))
                .isZero();

        TopicMessage message = follower.messages().get(0);
        assertThat(message.sender()).isEqualTo(A);
        assertThat(message.number()).isEqualTo(7);
        assertThat(message.isVersioned()).isFalse();
        assertThat(message(message).excluded()).contains(new SocketId(1, 999_999_999));
        assertThat(message(message).keepFor()).isEmpty();
        assertThat(message(message).payload()).isEqualTo(bytes("{\"event\":\"up\"}"));
        assertThat(fixture.redis.dbsize()).as("keys").isZero();
    }

    @Test
    void aKeptEventIsStoredAndPublishedWithAVersion() {
        TopicFollower follower = fixture.follow(PRICE);
        long version = fixture.snapshot(PRICE).version();

        long first = publish(1, kept("1", Duration.ofMinutes(30)));
        long second = publish(2, kept("2", Duration.ofMinutes(30)));

        assertThat(follower.messages())
                .extracting(TopicMessage::before, TopicMessage::after)
                .containsExactly(tuple(version, first), tuple(first, second));
        ChannelState state = fixture.snapshot(PRICE);
        assertThat(state.version()).isEqualTo(second);
        KeptMessage kept = state.snapshot().kept().orElseThrow();
        assertThat(kept.payload()).isEqualTo(bytes("2"));
        assertThat(kept.timeLeft()).isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30));
        assertThat(fixture.lastingKeys()).isEmpty();
    }

    @Test
    void anEventThatIsNotKeptLeavesWhatIsKept() {
        publish(1, kept("1", Duration.ofMinutes(1)));
        publish(2, event("2", Optional.empty(), Optional.empty()));
        assertThat(fixture.snapshot(PRICE).snapshot().kept().orElseThrow().payload())
                .isEqualTo(bytes("1"));
    }

    @Test
    void whatIsKeptIsKeptForItsTime() {
        publish(1, kept("1", Duration.ofMillis(1_500)));
        assertThat(fixture.redis.pttl(fixture.bucket(PRICE).kept(PRICE.channel())))
                .isBetween(1L, 1_500L);
        // Redis takes no time of zero: what is kept for none is kept for the shortest there is.
        publish(2, kept("2", Duration.ZERO));
        assertThat(fixture.redis.pttl(fixture.bucket(PRICE).kept(PRICE.channel())))
                .isLessThanOrEqualTo(1L);
    }

    @Test
    void anyPayloadIsKeptAsItIs() {
        byte[] random = new byte[20_000];
        new Random(1).nextBytes(random);
        TopicFollower follower = fixture.follow(PRICE);
        for (byte[] payload : List.of(random, new byte[0], new byte[] {0})) {
            publish(
                    1,
                    new Event(new BusMessage(
                            payload, Optional.of(new SocketId(1, 2)), Optional.of(Duration.ofMinutes(1)))));
            assertThat(fixture.snapshot(PRICE).snapshot().kept().orElseThrow().payload())
                    .isEqualTo(payload);
            assertThat(message(follower.messages().get(0)).payload()).isEqualTo(payload);
        }
    }

    @Test
    void aTerminationGoesToTheApplicationsControlTopic() {
        TopicFollower follower = fixture.follow(PRICE);
        follower.follow(fixture.state.topics().control(APP));
        get(fixture.state.topics().terminate(APP, A, 3, "us\0er"));
        get(fixture.state.topics().terminate("another", A, 4, "user"));
        assertThat(follower.messages()).containsExactly(new TopicMessage(A, 3, 0, 0, new Terminate("us\0er")));
    }

    private static long publish(long number, Event event) {
        return get(fixture.state.topics().publish(PRICE, A, number, event));
    }

    private static Event kept(String payload, Duration keepFor) {
        return event(payload, Optional.empty(), Optional.of(keepFor));
    }

    private static Event event(String payload, Optional<SocketId> excluded, Optional<Duration> keepFor) {
        return new Event(new BusMessage(bytes(payload), excluded, keepFor));
    }

    private static BusMessage message(TopicMessage message) {
        return ((Event) message.body()).message();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
