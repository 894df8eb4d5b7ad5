package ${package}.events;

import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.ShouldBroadcast;
import java.util.List;

/**
 * An order is on its way. A page hears of it by
 * {@code Echo.private('orders.' + id).listen('OrderShipped', (event) => event.carrier)}.
 */
public record OrderShipped(long id, String carrier) implements ShouldBroadcast {

    @Override
    public List<PrivateChannel> broadcastOn() {
        return List.of(new PrivateChannel("orders." + id));
    }
}
