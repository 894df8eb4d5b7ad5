package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.removed;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.internal.channels.Fact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users come to presence channels and go at random, and a model that knows every time of each says what may be told: whoever
 * is there, or went less than the grace time ago, is there as far as the hook knows, and nobody else.
 */
class GraceModelTest {

    private static final long GRACE = 100;
    private static final int STEPS = 20_000;
    private static final int CHANNELS = 4;
    private static final int USERS = 5;

    private final Replay hook = new Replay();
    private final Grace grace = new Grace((fact, since) -> hook.apply(fact));
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Long> left = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsToldIsWhatIsThereOrHasJustGone(long seed) {
        Random random = new Random(seed);
        long now = 0;
        for (int step = 0; step < STEPS; step++) {
            // Often nothing between two steps, now and then longer than the grace time.
            now += random.nextInt(10) == 0 ? random.nextInt(150) : random.nextInt(12);
            String channel = "presence-" + random.nextInt(CHANNELS);
            String user = "u" + random.nextInt(USERS);
            Set<String> present = members.computeIfAbsent(channel, unknown -> new HashSet<>());
            if (!present.contains(user)) {
                join(channel, user, present, now);
            } else {
                leave(channel, user, present, now);
            }
            if (random.nextBoolean()) {
                grace.settle(now, GRACE);
                check(now);
            }
        }
        grace.settle(now + GRACE, GRACE);
        check(now + GRACE);
        assertThat(grace.isEmpty()).isTrue();
        assertThat(hook.told()).isBetween(STEPS / 10, STEPS);
    }

    private void join(String channel, String user, Set<String> present, long now) {
        if (present.isEmpty()) {
            take(occupied(channel), now);
            left.remove(channel);
        }
        present.add(user);
        left.remove(channel + "/" + user);
        take(added(channel, user), now);
    }

    private void leave(String channel, String user, Set<String> present, long now) {
        present.remove(user);
        left.put(channel + "/" + user, now);
        take(removed(channel, user), now);
        if (present.isEmpty()) {
            left.put(channel, now);
            take(vacated(channel), now);
        }
    }

    private void take(Fact fact, long now) {
        grace.settle(now, GRACE);
        grace.take(fact, now, GRACE, Integer.MAX_VALUE);
    }

    private void check(long now) {
        Set<String> expected = new HashSet<>();
        members.forEach((channel, users) -> {
            if (!users.isEmpty()) {
                expected.add(channel);
            }
            users.forEach(user -> expected.add(channel + "/" + user));
        });
        left.forEach((key, time) -> {
            if (now - time < GRACE) {
                expected.add(key);
            }
        });
        assertThat(hook.present()).as("at %d", now).isEqualTo(expected);
    }
}
