package dev.reverb.internal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.internal.channels.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who is where, as somebody knows it who has been told beginnings and endings and nothing else. Refuses what cannot follow. */
final class Replay {

    /** Occupied channels, and members as {@code channel/user}. */
    private final Set<String> present = new HashSet<>();

    private final List<Fact> told = new ArrayList<>();

    void apply(Fact fact) {
        told.add(fact);
        String channel = fact.channel().toString();
        boolean possible = true;
        if (fact instanceof Fact.Occupied) {
            possible = hasNoMembers(channel) && present.add(channel);
        } else if (fact instanceof Fact.Vacated) {
            possible = hasNoMembers(channel) && present.remove(channel);
        } else if (fact instanceof Fact.MemberAdded added) {
            possible = present.contains(channel) && present.add(channel + "/" + added.userId());
        } else if (fact instanceof Fact.MemberRemoved removed) {
            possible = present.contains(channel) && present.remove(channel + "/" + removed.userId());
        }
        assertThat(possible).as("%s after %s", fact, told).isTrue();
    }

    private boolean hasNoMembers(String channel) {
        return present.stream().noneMatch(key -> key.startsWith(channel + "/"));
    }

    Set<String> present() {
        return present;
    }

    int told() {
        return told.size();
    }
}
