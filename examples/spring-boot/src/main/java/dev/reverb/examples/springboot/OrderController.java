package dev.reverb.examples.springboot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.security.Principal;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Ships orders at once, and tells who ordered. */
@RestController
class OrderController {

    /** What is asked for. */
    record Order(String item) {}

    /** What is answered, and what the user's pages are told. */
    record OrderShipped(long id, String item) {}

    private final AtomicLong ids = new AtomicLong();
    private final ReverbServer reverb;
    private final Application application;
    private final JsonMapper json;

    OrderController(ReverbServer reverb, Application application, JsonMapper json) {
        this.reverb = reverb;
        this.application = application;
        this.json = json;
    }

    // [publish]
    @PostMapping("/orders")
    CompletionStage<OrderShipped> order(@RequestBody Order order, Principal user) {
        OrderShipped shipped = new OrderShipped(ids.incrementAndGet(), order.item());
        String channel = "private-orders." + user.getName();
        return reverb.publish(application.id(), channel, "OrderShipped", json.writeValueAsString(shipped))
                .thenApply(published -> shipped);
    }
    // [publish]
}
