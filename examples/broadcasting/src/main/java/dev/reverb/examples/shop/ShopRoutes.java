package dev.reverb.examples.shop;

import dev.reverb.broadcasting.undertow.SocketIdHandler;
import dev.reverb.examples.shop.model.Order;
import dev.reverb.examples.shop.model.Records;
import dev.reverb.examples.shop.model.User;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.form.EagerFormParsingHandler;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormDataParser;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;

/** The shop over HTTP: its page, and what the page asks for. Forms in, JSON out. */
final class ShopRoutes {

    private final Shop shop;
    private final Records records;
    private final Sessions sessions;
    private final ObjectMapper json;

    ShopRoutes(Shop shop, Records records, Sessions sessions, ObjectMapper json) {
        this.shop = shop;
        this.records = records;
        this.sessions = sessions;
        this.json = json;
    }

    /** What a signed-in user's request comes to. */
    private interface UserRoute {
        Object answer(User user, HttpServerExchange exchange);
    }

    HttpHandler handler() {
        RoutingHandler routes = Handlers.routing()
                .get("/products", exchange -> send(exchange, records.products()))
                .post("/login", this::login)
                .post("/logout", this::logout)
                .post("/orders", signedIn((user, exchange) -> shop.place(user, number(exchange, "product"))))
                .post("/orders/{order}/payments", signedIn(this::pay))
                .post("/basket", signedIn(this::intoBasket))
                .post("/chat/{room}", signedIn(this::say))
                .setFallbackHandler(Handlers.resource(new ClassPathResourceManager(
                        ShopRoutes.class.getClassLoader(), "dev/reverb/examples/shop/public")));
        // [socket-id]
        return new BlockingHandler(new SocketIdHandler(new EagerFormParsingHandler(routes)));
        // [socket-id]
    }

    private void login(HttpServerExchange exchange) {
        User user = records.user(field(exchange, "name"));
        sessions.begin(exchange, user);
        send(exchange, user);
    }

    private void logout(HttpServerExchange exchange) {
        sessions.end(exchange);
        send(exchange, Map.of());
    }

    private Object pay(User user, HttpServerExchange exchange) {
        Order order = records.order(number(exchange, "order"))
                .filter(found -> found.customer().equals(user.id()))
                .orElseThrow(() -> new IllegalArgumentException("No such order of yours"));
        shop.pay(order.id(), field(exchange, "card"));
        return order;
    }

    private Object intoBasket(User user, HttpServerExchange exchange) {
        String product = field(exchange, "product");
        shop.intoBasket(user, product);
        return Map.of("added", product);
    }

    private Object say(User user, HttpServerExchange exchange) {
        return shop.say(user, field(exchange, "room"), field(exchange, "text"));
    }

    private HttpHandler signedIn(UserRoute route) {
        return exchange -> {
            Optional<User> user = sessions.user(exchange);
            if (user.isEmpty()) {
                exchange.setStatusCode(StatusCodes.UNAUTHORIZED);
                return;
            }
            try {
                send(exchange, route.answer(user.get(), exchange));
            } catch (IllegalArgumentException | IllegalStateException refused) {
                exchange.setStatusCode(StatusCodes.UNPROCESSABLE_ENTITY);
                send(exchange, Map.of("message", String.valueOf(refused.getMessage())));
            }
        };
    }

    private static long number(HttpServerExchange exchange, String name) {
        return Long.parseLong(field(exchange, name));
    }

    /** A field of the form, or a part of the path. */
    private static String field(HttpServerExchange exchange, String name) {
        FormData form = exchange.getAttachment(FormDataParser.FORM_DATA);
        FormData.FormValue field = form == null ? null : form.getFirst(name);
        if (field != null) {
            return field.getValue();
        }
        if (exchange.getQueryParameters().containsKey(name)) {
            return Objects.requireNonNull(
                    exchange.getQueryParameters().get(name).peekFirst());
        }
        throw new IllegalArgumentException("There is no " + name);
    }

    private void send(HttpServerExchange exchange, Object answer) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(json.writeValueAsString(answer));
    }
}
