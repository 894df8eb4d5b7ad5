package dev.reverb.examples.springboot;

import dev.reverb.examples.springboot.events.OrderShipped;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders. */
@RestController
class OrderController {

    /** What is asked for. */
    record Request(String item) {}

    private final OrderService orders;

    OrderController(OrderService orders) {
        this.orders = orders;
    }

    @PostMapping("/orders")
    OrderShipped order(@RequestBody Request request, Principal user) {
        return orders.ship(user.getName(), request.item());
    }

    @ExceptionHandler(SoldOutException.class)
    @ResponseStatus(HttpStatus.CONFLICT)
    void soldOut() {}
}
