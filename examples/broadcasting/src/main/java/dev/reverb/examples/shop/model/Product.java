package dev.reverb.examples.shop.model;

import java.math.BigDecimal;

/** What is sold. */
public record Product(long id, String name, BigDecimal price, int stock) {

    /** The same product, one less of it. */
    public Product sold() {
        if (stock == 0) {
            throw new IllegalStateException(name + " is sold out");
        }
        return new Product(id, name, price, stock - 1);
    }

    /** The same product at another price. */
    public Product at(BigDecimal newPrice) {
        return new Product(id, name, newPrice, stock);
    }
}
