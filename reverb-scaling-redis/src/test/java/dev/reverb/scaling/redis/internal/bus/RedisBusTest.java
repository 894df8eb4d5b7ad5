package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Leases.Renewal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisBusTest {

    private static final Duration LEASE = Duration.ofSeconds(9);

    private final FakeHub listener = new FakeHub();
    private final FakeDeployment deployment = new FakeDeployment();
    private final RedisBus bus = new RedisBus(
            deployment,
            // A session's signs of life are the connector's.
            new BusSettings("reverb", Duration.ofDays(1), LEASE, LEASE, Duration.ofMillis(5), 1, 1, LEASE),
            listener.clock,
            listener.clock);

    /** Answers what keeps the lease. */
    private static void renew(FakeSession session) {
        session.scripts.stream()
                .filter(script -> !script.isDone())
                .forEach(script -> script.complete(java.util.List.of((long) Renewal.RENEWED.ordinal())));
    }

    @Test
    void aTopicThatIsNeverConfirmedIsAnOutage() {
        bus.use(BusNode.APP);
        bus.start(listener);
        FakeSession session = deployment.connect();
        renew(session);
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
