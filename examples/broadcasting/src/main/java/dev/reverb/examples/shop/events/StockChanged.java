package dev.reverb.examples.shop.events;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import java.util.List;

/** There is more or less of a product: news for everybody. */
// [event]
public record StockChanged(long id, int stock) implements ShouldBroadcast {
    @Override
    public List<Channel> broadcastOn() {
        return List.of(new Channel("shop"));
    }
}
// [event]
