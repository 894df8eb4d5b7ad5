package dev.reverb.examples.shop;

import dev.reverb.broadcasting.auth.AuthRequest;
import dev.reverb.broadcasting.auth.Guard;
import dev.reverb.examples.shop.model.User;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is signed in, by a cookie that no other site's pages can have sent ({@code SameSite}), so that no token against forged requests is
 * needed beside it. Anybody may sign in as anybody; a real shop asks for more than a name.
 */
final class Sessions implements Guard {

    private static final String COOKIE = "session";

    private final Map<String, User> users = new ConcurrentHashMap<>();

    void begin(HttpServerExchange exchange, User user) {
        String id = UUID.randomUUID().toString();
        users.put(id, user);
        exchange.setResponseCookie(cookie(id));
    }

    void end(HttpServerExchange exchange) {
        Cookie sent = exchange.getRequestCookie(COOKIE);
        if (sent != null) {
            users.remove(sent.getValue());
        }
        exchange.setResponseCookie(cookie("").setMaxAge(0));
    }

    private static Cookie cookie(String value) {
        return new CookieImpl(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(true)
                .setSameSiteMode("Strict");
    }

    Optional<User> user(HttpServerExchange exchange) {
        return Optional.ofNullable(exchange.getRequestCookie(COOKIE)).map(cookie -> users.get(cookie.getValue()));
    }

    @Override
    public Optional<User> user(AuthRequest request) {
        return user(request.unwrap(HttpServerExchange.class));
    }
}
