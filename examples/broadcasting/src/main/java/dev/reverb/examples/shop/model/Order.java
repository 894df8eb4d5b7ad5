package dev.reverb.examples.shop.model;

import dev.reverb.broadcasting.entity.BroadcastsEvents;

/** What somebody has ordered. */
// [entity]
public record Order(long id, String customer, long product, String status) implements BroadcastsEvents {
    @Override
    public String broadcastChannel() {
        return "orders." + id; // in place of App.Models.Order.{id}
    }

    public Order withStatus(String newStatus) {
        return new Order(id, customer, product, newStatus);
    }
}
// [entity]
