package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Leases.Renewal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisBusTest {

    private static final Duration LEASE = Duration.ofSeconds(9);

    private static final Duration TICK = Duration.ofMillis(5);

    private final FakeHub listener = new FakeHub();
    private final FakeDeployment deployment = new FakeDeployment();
    private final RedisBus bus = new RedisBus(
            deployment,
            // A session's signs of life are the connector's.
            new BusSettings("reverb", Duration.ofDays(1), LEASE, LEASE, TICK, 1, 1, LEASE),
            listener.clock,
            listener.clock);

    /** Answers what keeps the lease; and that no other is over. */
    private static void renew(FakeSession session) {
        for (int i = 0; i < session.scripts.size(); i++) {
            boolean renews = session.scriptArguments.get(i).length == 3;
            session.scripts.get(i).complete(renews ? List.of((long) Renewal.RENEWED.ordinal()) : List.of());
        }
    }

    @Test
    void aTopicThatIsNeverConfirmedIsAnOutage() {
        bus.use(BusNode.APP, false);
        bus.start(listener);
        FakeSession session = deployment.connect();
        renew(session);
        listener.clock.advance(TICK);
        assertThat(session.subscribed).isNotEmpty();

        for (int second = 0; second < LEASE.toSeconds(); second++) {
            listener.clock.advance(Duration.ofSeconds(1));
            renew(session);
        }
        assertThat(session.closed).isFalse();
        listener.clock.advance(Duration.ofSeconds(1));
        renew(session);
        listener.clock.advance(Duration.ofSeconds(1));

        assertThat(session.closed).isTrue();
        assertThat(deployment.attempts).as("connects anew").hasSizeGreaterThan(1);
    }
}
