package dev.reverb.broadcasting.guide;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import java.util.List;

// [event]
public record OrderShipped(long orderId, String carrier) implements ShouldBroadcast {

    @Override
    public List<Channel> broadcastOn() {
        return List.of(new PrivateChannel("orders." + orderId));
    }
}
// [event]
