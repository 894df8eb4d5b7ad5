package dev.reverb.examples.springboot;

import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.examples.springboot.events.OrderShipped;
import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Ships orders at once, and tells the other pages of who ordered. */
@Service
class OrderService {

    private final EntityManager entities;
    private final Broadcaster broadcaster;

    OrderService(EntityManager entities, Broadcaster broadcaster) {
        this.entities = entities;
        this.broadcaster = broadcaster;
    }

    // [publish]
    @Transactional
    public OrderShipped ship(String customer, String item) {
        Order order = new Order(customer, item);
        entities.persist(order);
        OrderShipped shipped = new OrderShipped(order.id(), item, customer);
        broadcaster.event(shipped).toOthers().send(); // waits for the commit
        checkStock(item); // or all of this has never been
        return shipped;
    }
    // [publish]

    private void checkStock(String item) {
        entities.flush();
        if (item.equals("Moon")) {
            throw new SoldOutException();
        }
    }
}
