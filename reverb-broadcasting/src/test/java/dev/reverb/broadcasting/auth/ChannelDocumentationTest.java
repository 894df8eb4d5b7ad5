package dev.reverb.broadcasting.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ClientAuthorizer;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.servlet.BroadcastingServlet;
import dev.reverb.broadcasting.servlet.SocketIdFilter;
import dev.reverb.broadcasting.undertow.SocketIdHandler;
import dev.reverb.tck.InMemoryRequest;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** The code that docs/broadcasting.md shows of channel authorization, and that it does what is said there. */
class ChannelDocumentationTest {

    private final Orders orders = new Orders();
    private final Rooms rooms = new Rooms();
    private final Tokens tokens = new Tokens();
    private final Channels channels = new Channels().guard("web", request -> user("7"));

    record Order(long id, String customerId) {}

    static final class Orders {
        private final Map<Long, Order> byId = Map.of(1L, new Order(1, "7"), 2L, new Order(2, "8"));

        boolean isOwner(String userId, long orderId) {
            return findById(orderId)
                    .filter(order -> order.customerId().equals(userId))
                    .isPresent();
        }

        Optional<Order> findById(long id) {
            return Optional.ofNullable(byId.get(id));
        }

        CompletionStage<Boolean> mayRead(String userId, long orderId) {
            return CompletableFuture.completedFuture(isOwner(userId, orderId));
        }
    }

    record Guest(String name, String avatar) {}

    static final class Rooms {
        Optional<Guest> guest(String userId, String room) {
            return room.equals("tea") ? Optional.of(new Guest("Ada", "/ada.png")) : Optional.empty();
        }
    }

    record Account(String id, String name, boolean isAdmin, List<String> friends) {}

    static final class Tokens {
        Optional<Account> account(String token) {
            return token.equals("Bearer 7")
                    ? Optional.of(new Account("7", "Ada", true, List.of("8")))
                    : Optional.empty();
        }
    }

    record Sku(String text) {
        static Sku parse(String text) {
            return new Sku(text);
        }
    }

    // [channel-class]
    static final class OrderChannel extends ChannelClass {

        private final Orders orders;

        OrderChannel(Orders orders) {
            this.orders = orders;
        }

        @Override
        public Admission join(BroadcastUser user, ChannelParameters parameters) {
            return Admission.grantedIf(orders.isOwner(user.id(), parameters.getLong("orderId")));
        }
    }
    // [channel-class]

    private static Optional<BroadcastUser> user(String id) {
        return Optional.of(BroadcastUser.of(id));
    }

    private int status(String channel) {
        return status(channels, channel);
    }

    private static int status(Channels rules, String channel) {
        InMemoryRequest request = InMemoryRequest.of("GET", "/broadcasting/auth?socket_id=1.2&channel_name=" + channel)
                .withHeader("Authorization", "Bearer 7");
        return BroadcastingAuth.of(AuthCase.AUTHORIZER, rules)
                .handle(AuthRequest.of(request).withPrincipal(() -> "7"))
                .toCompletableFuture()
                .join()
                .status();
    }

    @Test
    void rules() {
        // [rules]
        Channels channels = new Channels()
                .authorize("orders.{orderId}", (user, p) -> orders.isOwner(user.id(), p.getLong("orderId")))
                .authorize("App.Models.User.{id}", (user, p) -> user.id().equals(p.get("id")));
        // [rules]
        assertThat(status(channels, "private-orders.1")).isEqualTo(200);
        assertThat(status(channels, "private-orders.2")).isEqualTo(403);
        assertThat(status(channels, "private-App.Models.User.7")).isEqualTo(200);
        // [list]
        channels.list().forEach(System.out::println);
        // [list]
    }

    @Test
    void bindings() {
        // [bind]
        channels.bind("order", Long.class, orders::findById)
                .authorize(
                        "orders.{order}",
                        (user, p) -> p.get("order", Order.class).customerId().equals(user.id()));
        // [bind]
        assertThat(status("private-orders.1")).isEqualTo(200);
        assertThat(status("private-orders.2")).isEqualTo(403);
        assertThat(status("private-orders.3")).isEqualTo(403);
        // [converter]
        channels.converter(Sku.class, Sku::parse)
                .authorize(
                        "stock.{sku}",
                        (user, p) -> p.get("sku", Sku.class).text().startsWith("A"));
        // [converter]
        assertThat(status("private-stock.A1")).isEqualTo(200);
    }

    @Test
    void guards() {
        // [guards]
        channels.guard(
                        "api",
                        request -> request.header("Authorization")
                                .flatMap(tokens::account)
                                .map(account -> BroadcastUser.of(account.id(), account)))
                .withGuards("api", "web")
                .authorize("reports", (user, p) -> user.unwrap(Account.class).isAdmin());
        // [guards]
        assertThat(status("private-reports")).isEqualTo(200);
    }

    @Test
    void classes() {
        // [use-channel-class]
        channels.authorize("orders.{orderId}", new OrderChannel(orders));
        // [use-channel-class]
        assertThat(status("private-orders.1")).isEqualTo(200);
        assertThat(status("private-orders.2")).isEqualTo(403);
    }

    @Test
    void presence() {
        // [presence]
        channels.presence("rooms.{room}", (user, p) -> rooms.guest(user.id(), p.get("room")));
        // [presence]
        assertThat(status("presence-rooms.tea")).isEqualTo(200);
        assertThat(status("presence-rooms.rum")).isEqualTo(403);
    }

    @Test
    void later() {
        // [async]
        channels.authorizeAsync(
                "orders.{orderId}",
                (user, p) -> orders.mayRead(user.id(), p.getLong("orderId")).thenApply(Admission::grantedIf));
        // [async]
        assertThat(status("private-orders.1")).isEqualTo(200);
    }

    @Test
    void signIn() {
        Channels channels = this.channels.guard(
                Channels.DEFAULT_GUARD,
                request -> tokens.account("Bearer 7").map(account -> BroadcastUser.of(account.id(), account)));
        // [user]
        channels.user(user -> {
            Account account = user.unwrap(Account.class);
            return Optional.of(UserProfile.of(Map.of("name", account.name())).watching(account.friends()));
        });
        // [user]
        InMemoryRequest request = InMemoryRequest.of("GET", "/broadcasting/user-auth?socket_id=1.2");
        assertThat(BroadcastingAuth.of(AuthCase.AUTHORIZER, channels)
                        .handle(request)
                        .toCompletableFuture()
                        .join()
                        .body())
                .asString()
                .contains("Ada");
    }

    /** Compiled only: what runs it are the tests of each host. */
    static final class Hosts {

        private Hosts() {}

        static BroadcastingAuth auth(Application application, EncryptionMasterKey masterKey, Channels channels) {
            // [auth]
            ClientAuthorizer authorizer = ClientAuthorizer.of(application).withEncryptionKey(masterKey);
            BroadcastingAuth auth = BroadcastingAuth.of(authorizer, channels);
            // [auth]
            return auth;
        }

        static void embedded(ReverbServer.Builder builder, BroadcastingAuth auth) {
            // [embedded]
            builder.handler("/broadcasting/auth", auth::handle).handler("/broadcasting/user-auth", auth::handle);
            // [embedded]
        }

        static void servlet(ServletContext context, BroadcastingAuth auth) {
            // [servlet]
            ServletRegistration.Dynamic servlet = context.addServlet("broadcasting", new BroadcastingServlet(auth));
            servlet.addMapping("/broadcasting/*");
            servlet.setAsyncSupported(true);

            FilterRegistration.Dynamic filter = context.addFilter("socketId", new SocketIdFilter());
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
            filter.setAsyncSupported(true);
            // [servlet]
        }

        static void jetty(Server server, BroadcastingAuth auth, Handler pages) {
            // [jetty]
            server.setHandler(new Handler.Sequence(
                    new dev.reverb.broadcasting.jetty.BroadcastingHandler(auth),
                    new dev.reverb.broadcasting.jetty.SocketIdHandler(pages)));
            // [jetty]
        }

        static HttpHandler undertow(BroadcastingAuth auth, HttpHandler pages) {
            // [undertow]
            HttpHandler own = new BlockingHandler(new SocketIdHandler(pages));
            HttpHandler all = new dev.reverb.broadcasting.undertow.BroadcastingHandler(auth, own);
            // [undertow]
            return all;
        }

        static BroadcastingAuth settings(ClientAuthorizer authorizer, Channels channels, Executor executor) {
            // [executor]
            BroadcastingAuth auth = BroadcastingAuth.builder(authorizer, channels)
                    .executor(executor)
                    .build();
            // [executor]
            return auth;
        }
    }
}
