package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionsTest {

    /** As many as scripts and messages, and together with them: a list takes a command for each of 256 buckets. */
    @Test
    void noMoreOfThemAreUnderWayThanRedisIsToHaveAtOnce() {
        FakeSession session = new FakeSession();
        Standing standing = session.standing();
        for (int i = 0; i < 3; i++) {
            standing.state().snapshots().list("app", "");
        }

        assertThat(session.scans).hasSize(500);
    }
}
