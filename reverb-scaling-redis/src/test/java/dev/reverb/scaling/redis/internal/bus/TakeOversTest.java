package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.Outcome;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.FactsDue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TakeOversTest {

    private static final Bucket BUCKET = FakeSession.KEYS.bucket("app", 17);
    private static final long SEIZED = 0;

    private final FakeHub hub = new FakeHub();
    private final FakeSession session = new FakeSession();
    private final Standing standing = session.standing();
    private final TakeOvers takeOvers = new TakeOvers(hub, Duration.ofSeconds(3));

    private void answer(Object... reply) {
        session.scripts.get(session.scripts.size() - 1).complete(List.of(reply));
    }

    private static byte[] name(Bucket bucket) {
        return bucket.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void fenced(boolean factsWait) {
        answer((long) Outcome.DONE.ordinal(), factsWait ? 1L : 0L);
    }

    @Test
    void theOthersAreToldWhichFactsANodeLeavesToThem() {
        CompletionStage<Void> left = takeOvers.leave(standing);
        answer(SEIZED, name(BUCKET));
        fenced(true);

        assertThat(session.published).extracting(TopicMessage::body).containsExactly(new FactsDue(17, 0));
        assertThat(hub.factsDue).as("its own pump has stopped").isEmpty();
        answer((long) Outcome.DONE.ordinal());
        assertThat(left).isCompleted();
    }

    @Test
    void nothingIsToldWhereANodeLeavesNoFacts() {
        takeOvers.leave(standing);
        answer(SEIZED, name(BUCKET));
        fenced(false);

        assertThat(session.published).isEmpty();
    }

    @Test
    void theFactsOfADeadNodeAreForWhoClearsUpAfterIt() {
        takeOvers.lookAround(standing);
        answer((Object) "dead".getBytes(StandardCharsets.US_ASCII));
        answer(SEIZED, name(BUCKET));
        fenced(true);

        assertThat(hub.factsDue).containsExactly("17:app in 0");
        assertThat(session.published).isEmpty();
    }
}
