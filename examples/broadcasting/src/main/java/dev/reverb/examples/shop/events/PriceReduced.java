package dev.reverb.examples.shop.events;

import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import java.math.BigDecimal;
import java.util.List;

/** A product has become cheaper; told by a name of its own. */
public record PriceReduced(long id, BigDecimal price, BigDecimal before) implements ShouldBroadcast {
    @Override
    public List<Channel> broadcastOn() {
        return List.of(new Channel("shop"));
    }

    // [name]
    @Override
    public String broadcastAs() {
        return "price.reduced";
    }
    // [name]

    // [when]
    @Override
    public boolean broadcastWhen() {
        return price.compareTo(before) < 0;
    }
    // [when]
}
