package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.Outcome;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FactPumpTest {

    private static final Bucket BUCKET = FakeSession.KEYS.bucket("app", 17);

    private final FakeHub hub = new FakeHub();
    private final FactPump pump = new FactPump(hub, hub.clock);
    private final FakeSession session = new FakeSession();

    @BeforeEach
    void connect() {
        hub.standing = session.standing();
        pump.online(hub.standing);
        pump.due(BUCKET, 0);
    }

    private void answer(long dueIn, long lost) {
        session.scripts.get(session.scripts.size() - 1).complete(List.of((long) Outcome.DONE.ordinal(), dueIn, lost));
    }

    @Test
    void whatRedisHasDroppedIsToldOn() {
        answer(-1, 7);

        assertThat(hub.told).containsExactly("app lost 7");
    }

    @Test
    void whereNothingWasDroppedNothingIsTold() {
        answer(-1, 0);

        assertThat(hub.told).isEmpty();
    }
}
