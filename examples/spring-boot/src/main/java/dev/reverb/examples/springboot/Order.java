package dev.reverb.examples.springboot;

import dev.reverb.broadcasting.PrivateChannel;
import dev.reverb.broadcasting.entity.BroadcastEntityListener;
import dev.reverb.broadcasting.entity.BroadcastsEvents;
import dev.reverb.broadcasting.entity.EntityOperation;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;

/** What somebody has ordered. Its customer's pages are told whatever happens to it. */
// [entity]
@Entity
@Table(name = "orders")
@EntityListeners(BroadcastEntityListener.class)
class Order implements BroadcastsEvents {

    @Id
    @GeneratedValue
    private long id;

    private String customer;
    private String item;

    @Override
    public List<?> broadcastOn(EntityOperation operation) {
        return List.of(new PrivateChannel("orders." + customer));
    }

    @Override
    public Object broadcastWith(EntityOperation operation) {
        return Map.of("model", Map.of("id", id, "item", item));
    }
    // [entity]

    /** For JPA, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Order() {}

    Order(String customer, String item) {
        this.customer = customer;
        this.item = item;
    }

    long id() {
        return id;
    }
}
