package dev.reverb.scaling.redis.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.scaling.redis.TcpProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network between one server, ada's, and Redis. */
class CutOffIT extends FaultCase {

    /** What a network does that is cut. */
    enum Cut {
        /** Its connections break, and there are no new ones. */
        CLOSED {
            @Override
            void begin(TcpProxy network) {
                network.cut();
            }

            @Override
            void end(TcpProxy network) {
                network.mend();
            }
        },
        /** Nothing comes through, and nobody is told. What was on its way arrives late. */
        BLACK_HOLE {
            @Override
            void begin(TcpProxy network) {
                network.silence();
            }

            @Override
            void end(TcpProxy network) {
                network.speak();
            }
        };

        abstract void begin(TcpProxy network);

        abstract void end(TcpProxy network);
    }

    private static final String PRICE = "cache-price";

    private final RedisServer redis = RedisServer.start();
    private final TcpProxy network = new TcpProxy(redis.port());
    private LiveServer one;
    private LiveServer two;
    private SocketClient ada;
    private SocketClient bob;

    private void start(Duration lease) {
        one = server(settings(network.uri()).lease(lease));
        two = server(settings(redis.uri()).lease(lease));
        ada = ada(one).subscribe(PRICE);
        bob = bob(two).subscribe(PRICE);
        awaitMembers(List.of("ada", "bob"), ada, bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob");
    }

    private static RedisScaling.Builder settings(String uri) {
        return RedisScaling.builder(uri).timeout(Duration.ofMillis(500));
    }

    @Override
    void closeRedis() {
        network.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void forLessThanTheLease(Cut cut) {
        start(LONG_LEASE);

        cut.begin(network);
        awaitAway(one);
        one.publishAll(ORDERS, "1", "2");
        two.publishAll(ORDERS, "missed by ada");
        two.publishAll(PRICE, "7", "8");
        SocketClient eve = client(one).join(ROOM, "eve");
        awaitOrders(ada, "1", "2");
        awaitOrders(bob, "missed by ada");
        assertThat(two.isAway()).isFalse();
        assertThat(one.get("/channels").statusCode()).isEqualTo(503);
        cut.end(network);
        awaitBack(one);

        awaitOrders(bob, "missed by ada", "1", "2");
        Await.until("the last price", () -> ada.log(PRICE).contains("8"));
        assertThat(ada.log(PRICE)).containsExactly("miss", "8");
        awaitMembers(List.of("ada", "bob", "eve"), ada, bob, eve);
        assertThat(bob.log(ROOM)).as("ada was never gone").containsExactly("+eve");
        two.publishAll(ORDERS, "after");
        awaitOrders(ada, "1", "2", "after");
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_added eve");
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void forLongerThanTheLease(Cut cut) {
        start(LEASE);

        cut.begin(network);
        awaitMembers(List.of("bob"), bob);
        awaitFacts("channel_occupied", "member_added ada", "member_added bob", "member_removed ada");
        assertThat(ada.members(ROOM)).containsExactly("ada", "bob");
        one.publishAll(ORDERS, "1");
        awaitOrders(ada, "1");
        cut.end(network);
        awaitBack(one);

        awaitMembers(List.of("ada", "bob"), ada, bob);
        awaitOrders(bob, "1");
        assertThat(bob.log(ROOM)).containsExactly("-ada", "+ada");
        assertThat(ada.log(ROOM)).as("she has seen neither").containsExactly("+bob");
        awaitFacts(
                "channel_occupied", "member_added ada", "member_added bob", "member_removed ada", "member_added ada");
        two.publishAll(ORDERS, "after");
        awaitOrders(ada, "1", "after");
        ada.leave(ROOM);
        awaitMembers(List.of("bob"), bob);
    }

    @Test
    void aUserWithATabOnBothServersIsNotGone() {
        start(LEASE);
        SocketClient tab = client(two).join(ROOM, "ada");
        Await.until("the other server knows", () -> two.users(ROOM).size() == 2);

        network.cut();
        awaitAway(one);
        Await.until("it is taken for dead", () -> redis.ask(commands -> commands.zcard("reverb:{nodes}:leases")) == 1);
        network.mend();
        awaitBack(one);

        two.publishAll(ORDERS, "after");
        awaitOrders(ada, "after");
        assertThat(bob.log(ROOM)).isEmpty();
        ada.leave(ROOM);
        tab.leave(ROOM);
        awaitMembers(List.of("bob"), bob);
        assertThat(bob.log(ROOM)).containsExactly("-ada");
    }
}
