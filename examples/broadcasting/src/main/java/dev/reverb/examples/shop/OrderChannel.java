package dev.reverb.examples.shop;

import dev.reverb.broadcasting.auth.Admission;
import dev.reverb.broadcasting.auth.BroadcastUser;
import dev.reverb.broadcasting.auth.ChannelClass;
import dev.reverb.broadcasting.auth.ChannelParameters;
import dev.reverb.examples.shop.model.Order;

/** An order's channel is for who ordered. */
// [class]
final class OrderChannel extends ChannelClass {
    @Override
    public Admission join(BroadcastUser user, ChannelParameters parameters) {
        Order order = parameters.get("order", Order.class);
        return Admission.grantedIf(order.customer().equals(user.id()));
    }
}
// [class]
