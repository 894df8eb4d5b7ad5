package dev.reverb.scaling.redis.internal.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FactSweepTest {

    private static final String APP = "app";
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final long NOTHING = -1;

    private final FakeHub hub = new FakeHub();
    private final FactPump pump = new FactPump(hub, hub.clock);
    private final FactSweep sweep = new FactSweep(FakeSession.KEYS, pump);
    private final FakeSession session = new FakeSession();
    private int answered;

    @BeforeEach
    void connect() {
        pump.watch(sweep);
        hub.standing = session.standing();
        pump.online(hub.standing);
        sweep.use(APP, true);
    }

    /** Answers all that was asked. */
    private void answer(long dueIn) {
        while (answered < session.scripts.size()) {
            session.scripts.get(answered++).complete(List.of((long) Outcome.DONE.ordinal(), dueIn, 0L));
        }
    }

    /** Sweeps for as long as it takes to look into each bucket, all of which answer the same; gives how many were looked into. */
    private int sweep(long dueIn) {
        int before = session.scripts.size();
        for (int buckets = 0; buckets < KeySpace.BUCKETS; buckets += FactSweep.BUCKETS_AT_A_TIME) {
            sweep.next();
            answer(dueIn);
        }
        return session.scripts.size() - before;
    }

    @Test
    void whatIsUsedIsLookedIntoForEver() {
        assertThat(sweep(NOTHING)).isEqualTo(KeySpace.BUCKETS);
        assertThat(sweep(NOTHING)).isEqualTo(KeySpace.BUCKETS);
    }

    @Test
    void whatIsReleasedIsLookedIntoOnceMore() {
        sweep.release(APP);

        assertThat(sweep(NOTHING)).isEqualTo(KeySpace.BUCKETS);
        assertThat(sweep(NOTHING)).isZero();
    }

    @Test
    void factsThatWaitOutTheirGraceTimeAreWaitedFor() {
        sweep.release(APP);
        sweep(GRACE.toMillis());
        assertThat(sweep(GRACE.toMillis())).isPositive();

        hub.clock.advance(GRACE);
        answer(NOTHING);

        assertThat(sweep(NOTHING)).isZero();
    }

    @Test
    void whatIsUsedAgainIsLookedIntoAgain() {
        sweep.release(APP);
        sweep(NOTHING);

        sweep.use(APP, true);

        assertThat(sweep(NOTHING)).isPositive();
    }

    @Test
    void whatNobodyWantsIsNotLookedInto() {
        sweep.use(APP, false);
        sweep.release(APP);

        assertThat(sweep(NOTHING)).isZero();
    }

    @Test
    void anOutageIsAReasonToLookOnceMore() {
        sweep.release(APP);
        sweep(NOTHING);

        sweep.online();

        assertThat(sweep(NOTHING)).isEqualTo(KeySpace.BUCKETS);
        assertThat(sweep(NOTHING)).isZero();
    }

    @Test
    void whatIsGivenBackIsLookedForAgain() {
        sweep.release(APP);
        sweep(NOTHING);
        hub.passing = CompletableFuture.failedFuture(new IllegalStateException("the database is away"));
        Bucket bucket = FakeSession.KEYS.bucket(APP, 17);
        pump.due(bucket, 0);
        List<Object> claim = new ArrayList<>(List.of((long) Outcome.DONE.ordinal(), NOTHING, 0L));
        claim.add(List.of(1L, "o4:news".getBytes(UTF_8)));
        session.scripts.get(answered++).complete(claim);
        assertThat(hub.factIds).hasSize(1);
        answer(NOTHING);

        assertThat(sweep(NOTHING)).isEqualTo(1);
        assertThat(sweep(NOTHING)).isZero();
    }
}
