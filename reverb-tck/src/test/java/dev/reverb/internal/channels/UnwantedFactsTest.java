package dev.reverb.internal.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.tck.Allocation;
import org.junit.jupiter.api.Test;

/** A fact that nobody wants is not made. */
class UnwantedFactsTest {

    private static final ChannelName ROOM = ChannelName.of("presence-cache-room");

    private final ChannelFacts facts = new ChannelFacts();

    private void tellEverything() {
        facts.occupied(ROOM);
        facts.vacated(ROOM);
        facts.memberAdded(ROOM, "7");
        facts.memberRemoved(ROOM, "7");
        facts.cacheMiss(ROOM);
        facts.subscriptionCount(ROOM, 1_000);
        if (facts.wantsClientEvents(ROOM)) {
            throw new AssertionError("Nobody does");
        }
        facts.clientEvent(null);
    }

    @Test
    void whatNobodyWantsAllocatesNothing() {
        assertThat(Allocation.ofOperation(0, this::tellEverything)).isZero();
    }
}
