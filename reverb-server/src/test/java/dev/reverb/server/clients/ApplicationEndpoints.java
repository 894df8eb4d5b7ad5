package dev.reverb.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.PresenceUser;
import dev.reverb.ClientAuthorizer;
import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import dev.reverb.User;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What an application has beside Reverb: an endpoint that authorizes channels, with the signatures of the unmodified
 * server SDK, one that signs users in, with ours, and one that publishes to others than the caller.
 *
 * <p>Users come with their name as bearer token, or as cookie. A user of digits has a number as id on presence channels. Words in a name
 * make an exception of a channel, or of a user who signs in:
 *
 * <ul>
 *   <li>{@code vault}: nobody may
 *   <li>{@code forged}: the signature is wrong
 *   <li>{@code signed-in}: a presence channel for those who have signed in
 *   <li>{@code rotated}: the first to ask gets the channel's key of a former master key
 *   <li>{@code stale}: everybody does
 * </ul>
 */
final class ApplicationEndpoints {

    /** The key of encrypted channels, which clients are given derivatives of: 32 bytes in base64. */
    static final String MASTER_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    static final String AUTH = "/broadcasting/auth";
    static final String USER_AUTH = "/broadcasting/user-auth";

    private static final String FORMER_MASTER_KEY = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final HttpResponse FORBIDDEN = HttpResponse.json(403, "{\"message\":\"Forbidden\"}");

    private final Pusher signer;
    private final Pusher forger;
    private final Pusher former;
    private final ClientAuthorizer authorizer;
    private final ClientAuthorizer forgingAuthorizer;
    private final Notes asked = new Notes();
    private final CompletableFuture<RunningServer> server = new CompletableFuture<>();

    ApplicationEndpoints(Application application) {
        String id = application.id();
        String key = application.key();
        signer = new Pusher(id, key, application.secret(), MASTER_KEY);
        forger = new Pusher(id, key, "another-secret", MASTER_KEY);
        former = new Pusher(id, key, application.secret(), FORMER_MASTER_KEY);
        authorizer = ClientAuthorizer.of(application);
        forgingAuthorizer = ClientAuthorizer.of(Application.of(id, key, "another-secret"));
    }

    void install(ReverbServer.Builder builder) {
        builder.handler(AUTH, request -> completedFuture(authorize(request)));
        builder.handler(USER_AUTH, request -> completedFuture(authenticate(request)));
        builder.handler("/orders", request -> completedFuture(order(request)));
    }

    void publishTo(RunningServer running) {
        server.complete(running);
    }

    /** Who has asked for channels, by the channels' names. */
    Notes asked() {
        return asked;
    }

    private HttpResponse authorize(HttpRequest request) {
        Map<String, String> form = form(request);
        String channel = form.getOrDefault("channel_name", "");
        String user = user(request);
        if (user.isEmpty() || channel.contains("vault")) {
            return FORBIDDEN;
        }
        asked.add(channel, user);
        return HttpResponse.json(200, answer(user, channel, form.getOrDefault("socket_id", "")));
    }

    private String answer(String user, String channel, String socketId) {
        if (channel.contains("signed-in")) {
            return authorizer.authorizeSignedIn(socketId, channel);
        }
        Pusher sdk = sdk(channel);
        return channel.startsWith("presence-")
                ? sdk.authenticate(socketId, channel, presenceUser(user))
                : sdk.authenticate(socketId, channel);
    }

    private Pusher sdk(String channel) {
        if (channel.contains("forged")) {
            return forger;
        }
        boolean rotates = channel.contains("rotated") && asked.get(channel).size() == 1;
        return rotates || channel.contains("stale") ? former : signer;
    }

    private static PresenceUser presenceUser(String user) {
        Map<String, String> info = Map.of("name", user);
        return user.chars().allMatch(Character::isDigit)
                ? new PresenceUser(Integer.valueOf(user), info)
                : new PresenceUser(user, info);
    }

    private HttpResponse authenticate(HttpRequest request) {
        Map<String, String> form = form(request);
        String name = user(request);
        if (name.isEmpty() || name.contains("vault")) {
            return FORBIDDEN;
        }
        User user = User.of(name)
                .withInfo("{\"name\":\"" + name + "\"}")
                .watching(list(form.getOrDefault("watchlist", "")));
        ClientAuthorizer signs = name.contains("forged") ? forgingAuthorizer : authorizer;
        return HttpResponse.json(200, signs.authenticateUser(form.getOrDefault("socket_id", ""), user));
    }

    private static List<String> list(String commas) {
        return Arrays.stream(commas.split(",")).filter(item -> !item.isEmpty()).toList();
    }

    private static String user(HttpRequest request) {
        return Optional.ofNullable(request.header("Authorization"))
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()))
                .or(() -> Optional.ofNullable(request.header("Cookie"))
                        .filter(header -> header.startsWith("user="))
                        .map(header -> header.substring("user=".length())))
                .orElse("");
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
