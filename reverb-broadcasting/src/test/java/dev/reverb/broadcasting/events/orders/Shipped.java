package dev.reverb.broadcasting.events.orders;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import java.util.List;

/** An event in a package below that of events. */
public record Shipped(long id) implements ShouldBroadcast {

    @Override
    public List<Channel> broadcastOn() {
        return List.of(new Channel("orders." + id));
    }
}
