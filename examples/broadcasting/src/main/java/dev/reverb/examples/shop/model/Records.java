package dev.reverb.examples.shop.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** What another application has a database for. Safe for any thread. */
public final class Records {

    private final AtomicLong ids = new AtomicLong();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<Long, Order> orders = new ConcurrentHashMap<>();
    private final Map<Long, Product> products = new ConcurrentSkipListMap<>();
    private final Map<String, List<String>> baskets = new ConcurrentHashMap<>();

    /** Begins with some products. */
    public Records() {
        products.put(1L, new Product(1, "Tea", new BigDecimal("4.20"), 10));
        products.put(2L, new Product(2, "Coffee", new BigDecimal("7.50"), 5));
    }

    /** The user of a name; a new one where there is none. */
    public User user(String name) {
        return users.computeIfAbsent(name, unknown -> new User(Long.toString(ids.incrementAndGet()), unknown));
    }

    /** All products. */
    public Collection<Product> products() {
        return products.values();
    }

    /** Changes a product. */
    public Product change(long id, UnaryOperator<Product> change) {
        Product changed = products.computeIfPresent(id, (same, product) -> change.apply(product));
        return Optional.ofNullable(changed)
                .orElseThrow(() -> new IllegalArgumentException("There is no product " + id));
    }

    /** Stores a new order. */
    public Order order(User customer, Product product) {
        Order order = new Order(ids.incrementAndGet(), customer.id(), product.id(), "placed");
        orders.put(order.id(), order);
        return order;
    }

    /** Finds an order. */
    public Optional<Order> order(long id) {
        return Optional.ofNullable(orders.get(id));
    }

    /** Changes an order's status. */
    public Order changeStatus(long id, String status) {
        Order changed = orders.computeIfPresent(id, (same, order) -> order.withStatus(status));
        return Optional.ofNullable(changed).orElseThrow(() -> new IllegalArgumentException("There is no order " + id));
    }

    /** Puts something into a user's basket, and returns all that is in it. */
    public List<String> intoBasket(User user, String product) {
        return baskets.merge(user.id(), List.of(product), (before, more) -> {
            List<String> all = new ArrayList<>(before);
            all.addAll(more);
            return List.copyOf(all);
        });
    }
}
