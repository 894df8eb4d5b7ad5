package dev.reverb.broadcasting.guide;

import dev.reverb.broadcasting.Broadcaster;

/** What docs/broadcasting.md tests. */
// [service]
public final class OrderService {

    private final Broadcaster broadcaster;

    public OrderService(Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    public void ship(long orderId) {
        broadcaster.event(new OrderShipped(orderId, "DHL")).toOthers().send();
    }
}
// [service]
