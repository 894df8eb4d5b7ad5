package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.ScalingBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/**
 * Whole servers, real sockets and a real Redis to which something happens. What clients see of it is what {@code docs/scaling.md} says
 * under "When something fails". Each test has ada on one server and bob on the other.
 */
abstract class FaultCase {

    static final String ROOM = "presence-room";
    static final String ORDERS = "orders";
    static final Duration LEASE = Duration.ofSeconds(3);
    static final Duration LONG_LEASE = Duration.ofMinutes(1);

    private final Hook hook = Hook.start();
    private final List<Node> nodes = new ArrayList<>();
    private final List<SocketClient> clients = new ArrayList<>();

    @AfterEach
    final void stop() {
        clients.forEach(SocketClient::close);
        nodes.forEach(Node::close);
        hook.close();
        closeRedis();
        assertThat(clients).allSatisfy(client -> assertThat(client.misfits()).isEmpty());
        assertThat(hook.misfits()).isEmpty();
    }

    /** Ends what the test has started beside servers and clients. */
    abstract void closeRedis();

    /** Starts a server in this JVM; Redis and the bus have the system's time. */
    final LiveServer server(RedisScaling.Builder scaling) {
        RedisScaling backend = scaling.build();
        return server((ticker, scheduler) -> backend.open(Ticker.system(), Scheduler.system()));
    }

    final LiveServer server(ScalingBackend backend) {
        return added(new LiveServer(FaultApplication.toldTo(hook.uri()), backend));
    }

    /** Starts a server in a JVM of its own. */
    final ServerJvm process(String redis, Duration lease) {
        return added(ServerJvm.start(redis, hook, lease));
    }

    private <T extends Node> T added(T node) {
        nodes.add(node);
        return node;
    }

    /** Connects a client that has subscribed to {@link #ORDERS}. */
    final SocketClient client(Node node) {
        SocketClient client = node.connect();
        clients.add(client);
        return client.subscribe(ORDERS);
    }

    final SocketClient ada(Node node) {
        return client(node).join(ROOM, "ada");
    }

    final SocketClient bob(Node node) {
        return client(node).join(ROOM, "bob");
    }

    final Hook hook() {
        return hook;
    }

    /** What webhooks were told of {@link #ROOM}. */
    final List<String> facts() {
        return hook.facts(ROOM);
    }

    final void awaitFacts(String... expected) {
        Await.until(
                "the webhooks " + List.of(expected) + ", which were " + facts(),
                () -> facts().equals(List.of(expected)));
    }

    /** Waits until all see the same members, and no server thinks otherwise. */
    final void awaitMembers(List<String> expected, SocketClient... seen) {
        for (SocketClient client : seen) {
            Await.until(
                    "the members " + expected,
                    () -> sorted(client.members(ROOM)).equals(sorted(expected)));
        }
    }

    static List<String> sorted(List<String> names) {
        return names.stream().sorted().toList();
    }

    /** Waits until a client was told exactly this of {@link #ORDERS}. */
    static void awaitOrders(SocketClient client, String... expected) {
        Await.until("the events " + List.of(expected), () -> client.log(ORDERS).size() >= expected.length);
        assertThat(client.log(ORDERS)).containsExactly(expected);
    }

    static void awaitAway(Node... all) {
        Await.until("Redis is away", () -> Stream.of(all).allMatch(Node::isAway));
    }

    static void awaitBack(Node... all) {
        Await.until("Redis is back", () -> Stream.of(all).noneMatch(Node::isAway));
    }
}
