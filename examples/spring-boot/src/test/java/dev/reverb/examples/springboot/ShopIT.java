package dev.reverb.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.Pusher;
import com.pusher.rest.data.Result;
import dev.reverb.tck.transport.EchoClient;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shop with unmodified client libraries. */
class ShopIT {

    private static final String ALICES = "private-orders.alice";

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
            Subscriber own = new Subscriber(client, ALICES, "OrderShipped");
            assertThat(own.next()).isEqualTo("subscribed");
            Subscriber others = new Subscriber(client, "private-orders.bob", "OrderShipped");
            assertThat(others.next()).isEqualTo("refused");

            HttpResponse<String> ordered = shop.post("/orders", "application/json", "{\"item\":\"Hat\"}", alice);

            assertThat(ordered.statusCode()).isEqualTo(200);
            assertThat(own.next()).isEqualTo(ordered.body()).contains("\"item\":\"Hat\"");
        } finally {
            client.disconnect();
        }
    }

    @Test
    void otherProcessesPublishThroughTheHttpApi() throws Exception {
        Pusher client = shop.client(shop.session("alice", "wonderland"));
        try {
            Subscriber own = new Subscriber(client, ALICES, "OrderShipped");
            assertThat(own.next()).isEqualTo("subscribed");

            Result published = shop.publisher().trigger(ALICES, "OrderShipped", Map.of("item", "Tea"));

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
