package dev.reverb.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.PresenceUser;
import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What an application has beside Reverb: an endpoint that authorizes channels, with the signatures of the unmodified
 * server SDK, and one that publishes to others than the caller.
 *
 * <p>Users come with their name as bearer token. A user of digits has a number as id. Nobody may join a channel with
 * {@code vault} in its name, and for one with {@code forged} the signature is wrong.
 */
final class ApplicationEndpoints {

    /** The key of encrypted channels, which clients are given derivatives of: 32 bytes in base64. */
    static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    static final String AUTH = "/broadcasting/auth";

    private static final HttpResponse FORBIDDEN = HttpResponse.json(403, "{\"message\":\"Forbidden\"}");

    private final Pusher signer;
    private final Pusher forger;
    private final CompletableFuture<RunningServer> server = new CompletableFuture<>();

    ApplicationEndpoints(Application application) {
        signer = new Pusher(application.id(), application.key(), application.secret(), MASTER_KEY);
        forger = new Pusher(application.id(), application.key(), "another-secret", MASTER_KEY);
    }

    void install(ReverbServer.Builder builder) {
        builder.handler(AUTH, request -> completedFuture(authorize(request)));
        builder.handler("/orders", request -> completedFuture(order(request)));
    }

    void publishTo(RunningServer running) {
        server.complete(running);
    }

    private HttpResponse authorize(HttpRequest request) {
        Map<String, String> form = form(request);
        String channel = form.getOrDefault("channel_name", "");
        String user = Optional.ofNullable(request.header("Authorization"))
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()))
                .orElse("");
        if (user.isEmpty() || channel.contains("vault")) {
            return FORBIDDEN;
        }
        Pusher sdk = channel.contains("forged") ? forger : signer;
        String socketId = form.getOrDefault("socket_id", "");
        return HttpResponse.json(
                200,
                channel.startsWith("presence-")
                        ? sdk.authenticate(socketId, channel, presenceUser(user))
                        : sdk.authenticate(socketId, channel));
    }

    private static PresenceUser presenceUser(String user) {
        Map<String, String> info = Map.of("name", user);
        return user.chars().allMatch(Character::isDigit)
                ? new PresenceUser(Integer.valueOf(user), info)
                : new PresenceUser(user, info);
    }

    /** Takes an order, and tells everybody on the channel but its author, as Laravel's {@code toOthers}. */
    private HttpResponse order(HttpRequest request) {
        Publication event = Publication.of("orders", "App\\Events\\OrderShipped", new String(request.body(), UTF_8));
        String author = request.header("X-Socket-ID");
        server.join().publish(author == null ? event : event.except(author));
        return HttpResponse.json(201, "{}");
    }

    private static Map<String, String> form(HttpRequest request) {
        Map<String, String> form = new HashMap<>();
        Arrays.stream(new String(request.body(), UTF_8).split("&"))
                .map(field -> field.split("=", 2))
                .filter(field -> field.length == 2)
                .forEach(field -> form.put(decode(field[0]), decode(field[1])));
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
