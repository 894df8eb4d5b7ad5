package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.scaling.ClusterFact;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** What a webhook knows that has been told facts: each begins only what was not, and ends only what was. */
final class FactReplay {

    private final Set<String> occupied = new TreeSet<>();
    private final Set<String> members = new TreeSet<>();
    private final Set<String> ids = new HashSet<>();

    void take(FactBatch batch) {
        if (ids.add(batch.id())) {
            batch.facts().forEach(this::take);
        }
    }

    private void take(ClusterFact fact) {
        String channel = fact.channel().toString();
        String member = channel + " " + fact.userId().orElse("");
        switch (fact.type()) {
            case CHANNEL_OCCUPIED ->
                assertThat(occupied.add(channel)).as("%s", fact).isTrue();
            case CHANNEL_VACATED ->
                assertThat(occupied.remove(channel)).as("%s", fact).isTrue();
            case MEMBER_ADDED -> assertThat(members.add(member)).as("%s", fact).isTrue();
            case MEMBER_REMOVED ->
                assertThat(members.remove(member)).as("%s", fact).isTrue();
            default -> throw new AssertionError(fact);
        }
    }

    Set<String> occupied() {
        return occupied;
    }

    /** Channel, space, user. */
    Set<String> members() {
        return members;
    }
}
