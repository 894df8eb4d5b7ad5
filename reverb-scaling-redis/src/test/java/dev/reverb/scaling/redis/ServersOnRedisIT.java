package dev.reverb.scaling.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.channel.Member;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two whole servers on one Redis: what the bus's own tests do not see, which is that clients get all of it. */
class ServersOnRedisIT {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private final RedisServer redis = RedisServer.start();
    private ReverbTester one;
    private ReverbTester two;

    @BeforeEach
    void start() {
        one = newServer();
        two = newServer();
    }

    /** Its own time is a test's; that of its bus is the system's, as Redis's is. */
    private ReverbTester newServer() {
        RedisScaling scaling = RedisScaling.builder(redis.uri()).lease(LEASE).build();
        return ReverbTester.builder()
                .server(server ->
                        server.scaling((ticker, scheduler) -> scaling.open(Ticker.system(), Scheduler.system())))
                .start();
    }

    @AfterEach
    void stop() {
        one.shutdown();
        two.shutdown();
        one.close();
        two.close();
        redis.close();
    }

    private void await(BooleanSupplier condition) {
        Await.until(() -> {
            one.transport().settle();
            two.transport().settle();
            return condition.getAsBoolean();
        });
    }

    /** Reads until a frame that has this in it. */
    private void expect(PusherClient client, String part) {
        await(() -> client.socket().unread().stream().anyMatch(frame -> has(frame, part)));
        ServerFrame frame = client.socket().next();
        while (!has(frame, part)) {
            frame = client.socket().next();
        }
    }

    private static boolean has(ServerFrame frame, String part) {
        return frame.isText() && frame.text().contains(part);
    }

    private <T> T answer(CompletionStage<T> stage) {
        await(() -> stage.toCompletableFuture().isDone());
        return stage.toCompletableFuture().join();
    }

    @Test
    void clientsOfBothServersAreOnTheSameChannels() {
        PusherClient ada = one.connect().subscribe("cache-price");
        PusherClient bob = two.connect().subscribe("cache-price");
        expect(ada, "cache_miss");
        expect(bob, "cache_miss");
        answer(one.server().publish("app-id", "cache-price", "Price", "5"));
        expect(ada, "\"Price\"");
        expect(bob, "\"Price\"");
        expect(two.connect().subscribe("cache-price"), "\"Price\"");
        ada.subscribe("presence-room", new Member("ada", Optional.empty()));
        expect(ada, "\\\"ids\\\":[\\\"ada\\\"]");
        bob.subscribe("presence-room", new Member("bob", Optional.of("{\"x\":1}")));
        expect(bob, "\\\"ids\\\":[\\\"ada\\\",\\\"bob\\\"]");
        expect(ada, "member_added");
        bob.socket().vanish();
        expect(ada, "member_removed");
        ReverbServer asked = two.server();
        assertThat(answer(asked.members("app-id", "presence-room")))
                .isEqualTo(List.of(new Member("ada", Optional.empty())));
    }

    @Test
    void watchersAndTerminationReachTheOtherServer() {
        PusherClient watcher = one.connect().signIn("{\"id\":\"eve\",\"watchlist\":[\"ada\"]}");
        expect(watcher, "signin_success");
        PusherClient ada = two.connect().signIn("{\"id\":\"ada\"}");
        expect(ada, "signin_success");
        expect(watcher, "online");
        answer(one.server().terminateConnections("app-id", "ada"));
        expect(ada, "4009");
        expect(watcher, "offline");
    }

    @Test
    void whatIsPublishedWhileRedisIsAwayReachesTheOtherServerAfterwardsOnce() {
        PusherClient ada = one.connect().subscribe("orders");
        PusherClient bob = two.connect().subscribe("orders");
        expect(ada, "subscription_succeeded");
        expect(bob, "subscription_succeeded");
        redis.kill();
        answer(one.server().publish("app-id", "orders", "Away", "{}"));
        expect(ada, "\"Away\"");
        redis.restartEmpty();
        expect(bob, "\"Away\"");
        answer(two.server().publish("app-id", "orders", "Back", "{}"));
        expect(ada, "\"Back\"");
        expect(bob, "\"Back\"");
        assertThat(ada.socket().unread()).isEmpty();
        assertThat(bob.socket().unread()).isEmpty();
    }
}
