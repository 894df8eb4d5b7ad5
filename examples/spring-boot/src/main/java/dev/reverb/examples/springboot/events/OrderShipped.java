package dev.reverb.examples.springboot.events;

import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.ShouldBroadcastAfterCommit;
import java.util.List;

/** An order is on its way: told to who ordered, once the order is really stored. */
// [event]
public record OrderShipped(long id, String item, String customer)
        implements ShouldBroadcast, ShouldBroadcastAfterCommit {
    @Override
    public List<PrivateChannel> broadcastOn() {
        return List.of(new PrivateChannel("orders." + customer));
    }
}
// [event]
