package dev.reverb.broadcasting.guide;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.PresenceChannel;
import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.ShouldBroadcastAfterCommit;
import dev.reverb.broadcasting.ShouldRescue;
import java.util.List;
import java.util.Map;

/** An event that says everything by itself. */
public record OrderPlaced(long orderId, long amount, String cardNumber)
        implements ShouldBroadcast, ShouldBroadcastAfterCommit, ShouldRescue {

    @Override
    public List<Channel> broadcastOn() {
        return List.of(new PrivateChannel("orders." + orderId), new PresenceChannel("warehouse"));
    }

    // [name]
    @Override
    public String broadcastAs() {
        return "order.placed";
    }
    // [name]

    // [data]
    @Override
    public Object broadcastWith() {
        return Map.of("id", orderId, "amount", amount);
    }
    // [data]

    // [when]
    @Override
    public boolean broadcastWhen() {
        return amount > 100;
    }
    // [when]

    // [queue]
    @Override
    public String broadcastQueue() {
        return "low";
    }
    // [queue]

    // [connections]
    @Override
    public List<String> broadcastConnections() {
        return List.of("reverb", "pusher");
    }
    // [connections]
}
