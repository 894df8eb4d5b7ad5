package dev.reverb.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.rest.data.Result;
import dev.reverb.tck.transport.EchoClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shop with unmodified client libraries. */
class ShopIT {

    private static final String ALICES = "private-orders.alice";
    private static final String SHIPPED = "App\\Events\\OrderShipped";
    private static final String JSON = "application/json";

    private static RunningApplication shop;

    @BeforeAll
    static void start() {
        shop = new RunningApplication(ShopApplication.class);
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void theApplicationsOwnRoutesAreItsOwn() throws Exception {
        assertThat(shop.get("/hello").body()).isEqualTo("Hello");
        assertThat(shop.get("/up").statusCode()).isEqualTo(401);
    }

    @Test
    void strangersAreNotAuthorized() throws Exception {
        assertThat(shop.authorize("1.1", ALICES, shop.session("", "")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void requestsForgedByOtherPagesAreNotAuthorized() throws Exception {
        Map<String, String> withoutToken = shop.session("alice", "wonderland");
        withoutToken.remove("X-XSRF-TOKEN");

        assertThat(shop.authorize("1.1", ALICES, withoutToken).statusCode()).isEqualTo(403);
    }

    @Test
    void usersAreAuthorizedForTheirOwnChannelOnly() throws Exception {
        Map<String, String> alice = shop.session("alice", "wonderland");

        HttpResponse<String> own = shop.authorize("1.1", ALICES, alice);
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(own.body()).matches("\\{\"auth\":\"shop-key:[0-9a-f]{64}\"}");

        assertThat(shop.authorize("1.1", "private-orders.bob", alice).statusCode())
                .isEqualTo(403);
        assertThat(shop.authorize("no socket id", ALICES, alice).statusCode()).isEqualTo(400);
    }

    @Test
    void aliceHearsOfHerOrdersAndNotOfBobs() throws Exception {
        Map<String, String> alice = shop.session("alice", "wonderland");
        Pusher client = shop.client(alice);
        try {
            Subscriber own = new Subscriber(client, ALICES, SHIPPED);
            assertThat(own.next()).isEqualTo("subscribed");
            Subscriber others = new Subscriber(client, "private-orders.bob", SHIPPED);
            assertThat(others.next()).isEqualTo("refused");

            HttpResponse<String> ordered = order("Hat", alice);

            assertThat(ordered.statusCode()).isEqualTo(200);
            assertThat(own.next()).isEqualTo(ordered.body()).contains("\"item\":\"Hat\"");
        } finally {
            client.disconnect();
        }
    }

    @Test
    void whatIsRolledBackIsToldToNobody() throws Exception {
        Map<String, String> alice = shop.session("alice", "wonderland");
        Pusher client = shop.client(alice);
        try {
            Subscriber shipped = new Subscriber(client, ALICES, SHIPPED);
            assertThat(shipped.next()).isEqualTo("subscribed");
            Subscriber created = Subscriber.of(client, ALICES, "OrderCreated");

            assertThat(order("Moon", alice).statusCode()).isEqualTo(409);
            assertThat(order("Tea", alice).statusCode()).isEqualTo(200);

            assertThat(shipped.next()).as("the first to come").contains("\"item\":\"Tea\"");
            assertThat(created.next())
                    .startsWith("{\"model\":{")
                    .contains("\"item\":\"Tea\"")
                    .doesNotContain("Moon");
        } finally {
            client.disconnect();
        }
    }

    @Test
    void whoOrdersIsLeftOut() throws Exception {
        Map<String, String> alice = shop.session("alice", "wonderland");
        Pusher ordering = shop.client(alice);
        Pusher other = shop.client(alice);
        try {
            Subscriber here = new Subscriber(ordering, ALICES, SHIPPED);
            assertThat(here.next()).isEqualTo("subscribed");
            Subscriber there = new Subscriber(other, ALICES, SHIPPED);
            assertThat(there.next()).isEqualTo("subscribed");

            Map<String, String> asEcho = new HashMap<>(alice);
            asEcho.put("X-Socket-ID", ordering.getConnection().getSocketId());
            order("Tea", asEcho);
            order("Hat", alice);

            assertThat(there.next()).contains("Tea");
            assertThat(there.next()).contains("Hat");
            assertThat(here.next()).as("of the other order only").contains("Hat");
        } finally {
            ordering.disconnect();
            other.disconnect();
        }
    }

    @Test
    void usersSignIn() throws Exception {
        String form = "socket_id=1.1";
        String type = "application/x-www-form-urlencoded";
        Map<String, String> alice = shop.session("alice", "wonderland");

        HttpResponse<String> signedIn = shop.post("/broadcasting/user-auth", type, form, alice);
        assertThat(signedIn.statusCode()).isEqualTo(200);
        assertThat(signedIn.body()).contains("\"auth\":\"shop-key:").contains("\\\"id\\\":\\\"alice\\\"");

        assertThat(shop.post("/broadcasting/user-auth", type, form, shop.session("", ""))
                        .statusCode())
                .isEqualTo(401);
    }

    private static HttpResponse<String> order(String item, Map<String, String> headers) throws Exception {
        return shop.post("/orders", JSON, "{\"item\":\"" + item + "\"}", headers);
    }

    @Test
    void otherProcessesPublishThroughTheHttpApi() throws Exception {
        Pusher client = shop.client(shop.session("alice", "wonderland"));
        try {
            Subscriber own = new Subscriber(client, ALICES, SHIPPED);
            assertThat(own.next()).isEqualTo("subscribed");

            Result published = shop.publisher().trigger(ALICES, SHIPPED, Map.of("item", "Tea"));

            assertThat(published.getHttpStatus()).isEqualTo(200);
            assertThat(own.next()).isEqualTo("{\"item\":\"Tea\"}");
        } finally {
            client.disconnect();
        }
    }

    @Test
    void healthTellsOfReverb() throws Exception {
        assertThat(shop.get("/actuator/health").body()).contains("\"reverb\":{\"details\":{\"connections\":{\"shop\":");
    }

    @Test
    void clientsAreToldToReconnectWhenTheApplicationStops() throws Exception {
        RunningApplication leaving = new RunningApplication(ShopApplication.class);
        EchoClient client = EchoClient.connect(leaving.socket());
        assertThat(client.next()).contains("pusher:connection_established");

        leaving.close();

        assertThat(client.closeCode()).isEqualTo(4200);
    }
}
