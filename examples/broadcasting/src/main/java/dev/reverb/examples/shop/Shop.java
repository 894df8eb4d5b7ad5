package dev.reverb.examples.shop;

import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.entity.EntityBroadcaster;
import dev.reverb.broadcasting.notification.Notifications;
import dev.reverb.examples.shop.events.MessagePosted;
import dev.reverb.examples.shop.events.PaymentReceived;
import dev.reverb.examples.shop.events.PriceReduced;
import dev.reverb.examples.shop.events.StockChanged;
import dev.reverb.examples.shop.events.orders.OrderShipped;
import dev.reverb.examples.shop.model.Order;
import dev.reverb.examples.shop.model.Product;
import dev.reverb.examples.shop.model.Records;
import dev.reverb.examples.shop.model.User;
import dev.reverb.examples.shop.notifications.OrderReady;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the shop does, and what it broadcasts of it. */
final class Shop {

    private final Records records;
    private final ReverbServer reverb;
    private final String appId;
    private final Broadcaster broadcaster;
    private final EntityBroadcaster entities;
    private final Notifications notifications;

    Shop(Records records, ReverbServer reverb, String appId, Broadcaster broadcaster) {
        this.records = records;
        this.reverb = reverb;
        this.appId = appId;
        this.broadcaster = broadcaster;
        this.entities = EntityBroadcaster.of(broadcaster);
        this.notifications = Notifications.of(broadcaster);
    }

    Order place(User customer, long productId) {
        // [send]
        Product product = records.change(productId, Product::sold);
        broadcaster.send(new StockChanged(product.id(), product.stock()));
        // [send]
        return records.order(customer, product);
    }

    void pay(long orderId, String card) {
        String lastDigits = "…" + card.substring(card.length() - 4);
        broadcaster.send(new PaymentReceived(orderId, lastDigits));
    }

    void pack(long orderId) {
        // [entity]
        Order order = records.changeStatus(orderId, "packed");
        entities.updated(order); // OrderUpdated, with {"model": …}
        // [entity]
    }

    void ship(long orderId, String address) {
        Order order = records.changeStatus(orderId, "shipped");
        broadcaster.send(new OrderShipped(order, address));
    }

    void readyToFetch(User customer, long orderId) {
        // [notify]
        notifications.send(customer, new OrderReady(orderId, "Your order " + orderId + " can be fetched"));
        // [notify]
    }

    void reducePrice(long productId, BigDecimal price) {
        BigDecimal before = priceOf(productId);
        records.change(productId, product -> product.at(price));
        broadcaster.send(new PriceReduced(productId, price, before));
    }

    private BigDecimal priceOf(long productId) {
        return records.change(productId, product -> product).price();
    }

    void announce(String text) {
        // [anonymous]
        broadcaster.on("shop").named("Announcement").with(Map.of("text", text)).send();
        // [anonymous]
    }

    MessagePosted say(User author, String room, String text) {
        // [others]
        MessagePosted message = new MessagePosted(room, author.name(), text);
        broadcaster.event(message).toOthers().send();
        // [others]
        return message;
    }

    /** The basket is the same on all pages of a user, so they are told by user, not by channel. */
    void intoBasket(User user, String product) {
        // [user]
        List<String> basket = records.intoBasket(user, product);
        String json = broadcaster.objectMapper().writeValueAsString(Map.of("products", basket));
        reverb.publish(appId, Publication.toUser(user.id(), "BasketChanged", json));
        // [user]
    }
}
