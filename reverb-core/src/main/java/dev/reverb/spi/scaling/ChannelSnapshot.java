package dev.reverb.spi.scaling;

import dev.reverb.channel.Member;
import java.util.List;
import java.util.Optional;

/**
 * A channel at one moment, all servers together.
 *
 * @param subscriptions how many subscriptions there are
 * @param members the users of a presence channel, each once, in the order of their arrival; empty on all others
 * @param kept what a cache channel keeps
 */
public record ChannelSnapshot(int subscriptions, List<Member> members, Optional<KeptMessage> kept) {

    /** Copies the list. */
    public ChannelSnapshot {
        members = List.copyOf(members);
    }
}
