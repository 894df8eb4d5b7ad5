package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The users of a presence channel as they were at one place in its order. Immutable; any thread. */
final class PresenceSnapshot {

    private final int count;
    private final RosterBlock.Encoded[] blocks;

    PresenceSnapshot(int count, RosterBlock.Encoded[] blocks) {
        this.count = count;
        this.blocks = blocks;
    }

    /** The {@code subscription_succeeded} that lists them all: a copy of the blocks, one behind the other. */
    EncodedFrame succeeded(ChannelName channel) {
        return PusherFrames.subscriptionSucceeded(
                channel, count, all(RosterBlock.Encoded::ids), all(RosterBlock.Encoded::hash));
    }

    private List<JsonSlice> all(Function<RosterBlock.Encoded, JsonSlice> part) {
        List<JsonSlice> all = new ArrayList<>(blocks.length);
        for (RosterBlock.Encoded block : blocks) {
            JsonSlice members = part.apply(block);
            // A comma stands before each member, so the first one's goes.
            all.add(all.isEmpty() ? new JsonSlice(members.bytes(), 1, members.to()) : members);
        }
        return all;
    }
}
