package dev.reverb.examples.shop.events.orders;

import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.examples.shop.model.Order;
import java.util.List;
import java.util.Map;

/** An order is on its way: news for who ordered. */
public record OrderShipped(Order order, String address) implements ShouldBroadcast {
    @Override
    public List<PrivateChannel> broadcastOn() {
        return List.of(new PrivateChannel("orders." + order.id()));
    }

    // [with]
    @Override
    public Object broadcastWith() {
        return Map.of("address", address);
    }
    // [with]

    // [queue]
    @Override
    public String broadcastQueue() {
        return "orders";
    }
    // [queue]
}
