package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.APP;
import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.scaling.redis.TcpProxy;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ClusterFact;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Several buses on a Redis that fails in each of the ways that it can. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusFaultIT extends BusCase {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String PRESENCE = "presence-room";

    private final List<TcpProxy> proxies = new ArrayList<>();
    private RedisServer redis;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start();
    }

    @Override
    void closeRedis() {
        proxies.forEach(TcpProxy::close);
        redis.close();
    }

    private BusNode node() {
        return node(settings(redis.uri()));
    }

    private static RedisScaling.Builder settings(String uri) {
        return RedisScaling.builder(uri).timeout(TIMEOUT).lease(Duration.ofMillis(1_500));
    }

    private TcpProxy proxy() {
        TcpProxy proxy = new TcpProxy(redis.port());
        proxies.add(proxy);
        return proxy;
    }

    @Test
    void tellsItsOwnAtOnceAndTheOthersAfterwardsWhenRedisWasAway() {
        BusNode one = node();
        BusNode two = node();
        one.follow("room");
        two.follow("room");
        one.publish("room", "before");
        Await.until(
                "before",
                () -> one.texts("room").size() == 1 && two.texts("room").size() == 1);

        redis.kill();
        awaitAway(one, two);
        one.publish("room", "a");
        one.publish("room", "b");
        assertThat(one.texts("room")).as("at once").containsExactly("before", "a", "b");
        assertThat(two.texts("room")).containsExactly("before");
        redis.restart();
        awaitBack(one, two);
        one.publish("room", "after");

        Await.until(
                "the rest came",
                () -> two.texts("room").size() >= 4 && one.texts("room").size() >= 4);
        assertThat(one.texts("room")).containsExactly("before", "a", "b", "after");
        assertThat(two.texts("room")).containsExactly("before", "a", "b", "after");
    }

    @RepeatedTest(5)
    void losesNothingAndDoublesNothingOfItsOwnWhenRedisIsKilledInTheMiddle() {
        BusNode one = node();
        one.follow("room");
        List<CompletionStage<Void>> published = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            published.add(one.bus.publish(address("room"), BusNode.message("" + i)));
        }
        redis.kill();
        for (int i = 500; i < 1_000; i++) {
            published.add(one.bus.publish(address("room"), BusNode.message("" + i)));
        }
        redis.restart();
        Await.until("it is back", one::isBack);
        one.publish("room", "1000");
        published.forEach(Await::done);

        Await.until("all came", () -> one.texts("room").size() >= 1_001);
        assertThat(one.texts("room"))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 1_000)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void othersGetEachOnceAndInOrderWhenOneNodesConnectionBreaksAgainAndAgain() {
        TcpProxy proxy = proxy();
        BusNode one = node(settings(proxy.uri()).lease(Duration.ofSeconds(60)));
        BusNode two = node();
        two.follow("room");
        one.follow("room");
        int number = 0;
        for (int round = 0; round < 4; round++) {
            int before = one.availability.size();
            for (int i = 0; i < 200; i++) {
                one.bus.publish(address("room"), BusNode.message("" + number++));
            }
            proxy.cut();
            Await.until("away", () -> one.availability.size() > before);
            for (int i = 0; i < 20; i++) {
                one.bus.publish(address("room"), BusNode.message("" + number++));
            }
            proxy.mend();
            Await.until("back", () -> one.availability.size() > before + 1);
        }
        int total = number;
        List<String> all = IntStream.range(0, total).mapToObj(Integer::toString).toList();
        Await.until(
                "all came",
                () -> two.texts("room").size() >= total && one.texts("room").size() >= total);
        assertThat(two.texts("room")).isEqualTo(all);
        assertThat(one.texts("room")).isEqualTo(all);
    }

    @Test
    void refusesMoreThanItMayKeep() {
        BusNode one = node(settings(redis.uri()).maxBufferedMessages(3));
        one.follow("room");
        redis.kill();
        Await.until("away", one::isAway);

        one.publish("room", "1");
        one.publish("room", "2");
        one.publish("room", "3");
        assertThatThrownBy(() -> one.publish("room", "4")).isInstanceOf(BusUnavailableException.class);

        assertThat(one.texts("room")).as("nobody gets what was refused").containsExactly("1", "2", "3");
    }

    @Test
    void putsItsMembersBackWhenRedisHasForgottenThemAndNobodySeesThemGo() {
        BusNode one = node();
        BusNode two = node();
        meet(PRESENCE, one, two);
        one.bus.setSubscriptions(address("room"), 2);
        int logged = one.log(PRESENCE).size();

        redis.kill();
        awaitAway(one, two);
        redis.restartEmpty();

        Await.until("Redis knows them again", () -> users(one).equals(Set.of("ada", "bob")) && subscriptions(one) == 2);
        one.publish(PRESENCE, "end");
        Await.until("the end", () -> one.texts(PRESENCE).contains("end"));
        assertThat(one.log(PRESENCE).subList(logged, one.log(PRESENCE).size())).containsExactly("end");
        assertThat(two.users(PRESENCE)).containsExactlyInAnyOrder("ada", "bob");
    }

    private static Set<String> users(BusNode node) {
        try {
            Set<String> users = new HashSet<>();
            Await.done(node.bus.channel(address(PRESENCE))).members().forEach(member -> users.add(member.userId()));
            return users;
        } catch (BusUnavailableException away) {
            return Set.of();
        }
    }

    private static int subscriptions(BusNode node) {
        try {
            return Await.done(node.bus.channel(address("room"))).subscriptions();
        } catch (BusUnavailableException away) {
            return -1;
        }
    }

    @Test
    void agreesAgainAboutWhoCameAndWentMeanwhile() {
        BusNode one = node();
        BusNode two = node();
        meet(PRESENCE, one, two);

        redis.kill();
        awaitAway(one, two);
        one.remove(PRESENCE, "ada");
        one.add(PRESENCE, "eve");
        two.add(PRESENCE, "dan");
        assertThat(one.users(PRESENCE)).containsExactly("bob", "eve");
        assertThat(two.users(PRESENCE)).containsExactly("ada", "bob", "dan");
        redis.restart();

        Set<String> all = new TreeSet<>(Set.of("bob", "eve", "dan"));
        Await.until(
                "both agree",
                () -> new TreeSet<>(one.users(PRESENCE)).equals(all)
                        && new TreeSet<>(two.users(PRESENCE)).equals(all)
                        && users(one).equals(all));
    }

    @Test
    void followsWhileRedisIsAwayByWhatItKnows() {
        BusNode one = node();
        redis.kill();
        Await.until("away", one::isAway);

        assertThat(one.follow("presence-new").members()).isEmpty();
        one.add("presence-new", "ada");
        assertThat(one.users("presence-new")).containsExactly("ada");
        redis.restart();

        BusNode two = node();
        two.follow("presence-new");
        Await.until("the other sees her", () -> two.users("presence-new").equals(List.of("ada")));
    }

    @Test
    void isAwayWhileRedisStandsStillAndBackWhenItGoesOn() {
        BusNode one = node(settings(redis.uri()).timeout(Duration.ofMillis(300)));
        BusNode two = node(settings(redis.uri()).timeout(Duration.ofMillis(300)));
        one.follow(PRESENCE);
        two.follow(PRESENCE);
        one.add(PRESENCE, "ada");
        Await.until("both know", () -> two.users(PRESENCE).size() == 1);

        redis.pause();
        CompletionStage<Void> underWay = one.bus.publish(address(PRESENCE), BusNode.message("under way"));
        awaitAway(one, two);
        Await.done(underWay);
        one.publish(PRESENCE, "meanwhile");
        assertThat(one.texts(PRESENCE)).containsExactly("under way", "meanwhile");
        redis.resume();

        awaitBack(one, two);
        one.publish(PRESENCE, "after");
        Await.until(
                "both heard",
                () -> two.texts(PRESENCE).contains("after")
                        && one.texts(PRESENCE).size() >= 3);
        assertThat(one.texts(PRESENCE)).containsExactly("under way", "meanwhile", "after");
        assertThat(two.texts(PRESENCE)).doesNotHaveDuplicates();
        Await.until("she is there", () -> users(one).equals(Set.of("ada")));
    }

    @Test
    void catchesUpWithTheOthersWhenItsConnectionWasCut() {
        TcpProxy proxy = proxy();
        BusNode one = node(settings(proxy.uri()).lease(Duration.ofSeconds(60)));
        BusNode two = node();
        one.follow("presence-cache-room");
        two.follow("presence-cache-room");
        two.add("presence-cache-room", "ada");
        Await.until("it knows", () -> one.users("presence-cache-room").size() == 1);

        proxy.cut();
        Await.until("away", one::isAway);
        two.add("presence-cache-room", "bob");
        Await.done(two.bus.publish(address("presence-cache-room"), BusNode.kept("price 7", Duration.ofMinutes(1))));
        assertThat(one.users("presence-cache-room")).containsExactly("ada");
        proxy.mend();

        Await.until(
                "it has caught up",
                () -> one.users("presence-cache-room").equals(List.of("ada", "bob"))
                        && one.texts("presence-cache-room").equals(List.of("price 7")));
    }

    @Test
    void noticesThatNothingComesThroughAConnectionThatStands() {
        TcpProxy proxy = proxy();
        BusNode one = node(settings(proxy.uri()).timeout(Duration.ofMillis(300)));
        one.follow("room");

        proxy.silence();
        Await.until("it noticed", one::isAway);
        one.publish("room", "at once");
        assertThat(one.texts("room")).containsExactly("at once");
        proxy.speak();

        Await.until("back", one::isBack);
    }

    @Test
    void takesOverFromANodeThatDied() {
        TcpProxy proxy = proxy();
        BusNode dead = node(settings(proxy.uri()));
        BusNode one = node();
        BusNode two = node();
        List.of(dead, one, two).forEach(node -> node.follow(PRESENCE));
        dead.add(PRESENCE, "ada");
        dead.add(PRESENCE, "bob");
        one.add(PRESENCE, "bob");
        dead.bus.setSubscriptions(address("room"), 4);
        one.bus.setSubscriptions(address("room"), 1);
        Await.until(
                "all is counted",
                () -> subscriptions(one) == 5 && two.users(PRESENCE).size() == 2);

        proxy.cut();

        Await.until(
                "it is taken over",
                () -> one.users(PRESENCE).equals(List.of("bob"))
                        && two.users(PRESENCE).equals(List.of("bob"))
                        && subscriptions(one) == 1);
        assertThat(two.log(PRESENCE)).containsExactly("+ada", "+bob", "-ada");
    }

    @Test
    void rejoinsWithItsMembersWhenItWasTakenForDead() {
        TcpProxy proxy = proxy();
        BusNode late = node(settings(proxy.uri()).timeout(Duration.ofSeconds(20)));
        BusNode one = node();
        late.follow(PRESENCE);
        one.follow(PRESENCE);
        late.add(PRESENCE, "ada");
        late.bus.setSubscriptions(address("room"), 4);
        Await.until("known", () -> one.users(PRESENCE).equals(List.of("ada")) && subscriptions(one) == 4);

        proxy.silence();
        Await.until("it is taken for dead", () -> one.users(PRESENCE).isEmpty() && subscriptions(one) == 0);
        proxy.speak();

        Await.until("it is back", () -> one.users(PRESENCE).equals(List.of("ada")) && subscriptions(one) == 4);
        assertThat(one.log(PRESENCE)).containsExactly("+ada", "-ada", "+ada");
        late.publish(PRESENCE, "end");
        Await.until("the end", () -> late.texts(PRESENCE).contains("end"));
        assertThat(late.log(PRESENCE)).as("she never left").containsExactly("+ada", "end");
        late.remove(PRESENCE, "ada");
        Await.until("and can go", () -> one.users(PRESENCE).isEmpty());
    }

    @Test
    void rejoinsWhenRedisForgetsEverythingWithoutGoingAway() {
        BusNode one = node();
        BusNode two = node();
        one.follow(PRESENCE);
        two.follow(PRESENCE);
        one.add(PRESENCE, "ada");
        Await.until("known", () -> two.users(PRESENCE).equals(List.of("ada")));

        new RawRedis(redis).run("FLUSHALL");

        Await.until("she is put back", () -> users(two).equals(Set.of("ada")));
        two.publish(PRESENCE, "end");
        Await.until("the end", () -> two.texts(PRESENCE).contains("end"));
        assertThat(two.log(PRESENCE)).containsExactly("+ada", "end");
    }

    @Test
    void ignoresWhatIsNoMessageOfItsOwnFormat() {
        BusNode one = node();
        one.follow("room");
        RawRedis raw = new RawRedis(redis);
        String topic = raw.run("PUBSUB", "CHANNELS", "*t:room").get(0);

        raw.publish(topic, "garbage".getBytes(StandardCharsets.UTF_8));
        raw.publish(topic, new byte[0]);
        raw.publish(topic, new byte[] {9, 'E', 1, 'x', 0, 0, 0, 0, 0, 0, 0, 0});
        raw.publish(topic, new byte[] {1, '?', 1, 'x', 0, 0, 0, 0, 0, 0, 0, 0});
        one.publish("room", "good");

        Await.until("the good one came", () -> one.texts("room").equals(List.of("good")));
        assertThat(one.isAway()).isFalse();
    }

    @Test
    void subscribesToWhatIsFollowedAndToNoMore() {
        BusNode one = node(settings(redis.uri()).linger(Duration.ZERO));
        RawRedis raw = new RawRedis(redis);
        one.follow("room");
        assertThat(raw.run("PUBSUB", "CHANNELS", "*t:room")).hasSize(1);
        assertThat(raw.run("PUBSUB", "CHANNELS", "*}:t:*")).hasSize(1);

        one.unfollow("room");

        Await.until("it is left", () -> raw.run("PUBSUB", "CHANNELS", "*t:room").isEmpty());
    }

    @Test
    void leavesNoKeyBehindButThoseWithALifetime() {
        BusNode one = node();
        BusNode two = node();
        one.follow(PRESENCE);
        one.add(PRESENCE, "ada");
        two.bus.setSubscriptions(address("room"), 4);
        two.bus.setConnections(APP.id(), 4);
        Await.done(one.bus.publish(
                address("cache-x"), new BusMessage(new byte[3], Optional.empty(), Optional.of(Duration.ofMinutes(1)))));
        Await.until("all is there", () -> subscriptions(one) == 4 && Await.done(one.bus.connections(APP.id())) == 4);

        stopNodes();

        RawRedis raw = new RawRedis(redis);
        List<String> forever = raw.run("KEYS", "*").stream()
                .filter(key -> raw.run("PTTL", key).get(0).equals("-1"))
                .toList();
        assertThat(forever).isEmpty();
    }

    @Test
    void hearsNothingOfChannelsThatItDoesNotFollowHoweverBusyTheyAre() {
        TcpProxy proxy = proxy();
        BusNode quiet = node(settings(proxy.uri()).lease(Duration.ofSeconds(60)).timeout(Duration.ofSeconds(60)));
        quiet.follow("quiet");
        BusNode busy = node();
        busy.follow("busy");
        long before = proxy.received();

        for (int i = 0; i < 500; i++) {
            busy.bus.publish(address("busy"), BusNode.message("x".repeat(1_000)));
        }
        busy.publish("quiet", "end");
        Await.until("the end", () -> quiet.texts("quiet").contains("end"));
        Await.until("all", () -> busy.texts("busy").size() == 500);

        assertThat(proxy.received() - before)
                .as("bytes, of 500 kB that were published")
                .isLessThan(1_000);
    }

    @Test
    void sendsNumbersThatFollowCloselyAsOneAndFollowsAgainForNothing() {
        BusNode one = node(settings(redis.uri()).lease(Duration.ofSeconds(60)));
        RawRedis raw = new RawRedis(redis);
        one.follow("room");
        one.bus.setSubscriptions(address("room"), 1);
        Await.until("it is there", () -> subscriptions(one) == 1);
        long before = scripts(raw);

        for (int i = 2; i <= 200; i++) {
            one.bus.setSubscriptions(address("room"), i);
            one.unfollow("room");
            one.follow("room");
        }
        Await.until("it is there", () -> subscriptions(one) == 200);

        // Each question above is one of them.
        assertThat(scripts(raw) - before).isLessThan(150);
    }

    private static long scripts(RawRedis raw) {
        return raw.run("INFO", "commandstats")
                .get(0)
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void passesOnWhatADeadNodeHadFromOneThatLeft() {
        Application hooked = Application.builder("app", "key", "secret")
                .webhooks(Webhook.to("http://127.0.0.1:1/"))
                .webhookGraceTime(Duration.ZERO)
                .build();
        TcpProxy proxy = proxy();
        BusNode left = node(settings(redis.uri()), hooked);
        BusNode dead = node(settings(proxy.uri()), hooked);
        left.passing = new CompletableFuture<>();
        dead.passing = new CompletableFuture<>();
        left.follow(PRESENCE);
        left.add(PRESENCE, "ada");
        Await.until("it has begun", () -> !left.factIds.isEmpty());
        stop(left);
        Await.until("the next has begun", () -> dead.factIds.containsAll(left.factIds));
        BusNode one = node(settings(redis.uri()), hooked);

        proxy.cut();

        Await.until("the last was told", () -> one.factIds.containsAll(left.factIds));
    }

    @Test
    void passesOnWhatADeadNodeWasPassingOnUnderTheSameId() {
        Application hooked = Application.builder("app", "key", "secret")
                .webhooks(Webhook.to("http://127.0.0.1:1/"))
                .webhookGraceTime(Duration.ZERO)
                .build();
        TcpProxy proxy = proxy();
        BusNode dead = node(settings(proxy.uri()), hooked);
        BusNode one = node(settings(redis.uri()), hooked);
        dead.passing = new CompletableFuture<>();
        dead.follow(PRESENCE);
        dead.add(PRESENCE, "ada");
        Await.until("it has begun", () -> !dead.factIds.isEmpty());

        proxy.cut();

        Await.until("the other was told", () -> one.factIds.containsAll(dead.factIds));
        Await.until(
                "and of her end",
                () -> one.facts.stream().anyMatch(fact -> fact.type() == WebhookEventType.CHANNEL_VACATED));
        assertThat(one.facts)
                .extracting(ClusterFact::type)
                .containsExactly(
                        WebhookEventType.CHANNEL_OCCUPIED,
                        WebhookEventType.MEMBER_ADDED,
                        WebhookEventType.MEMBER_REMOVED,
                        WebhookEventType.CHANNEL_VACATED);
    }

    @Test
    void failsToStartWhereThereIsNoRedis() {
        BusNode node = newNode(RedisScaling.builder("redis://127.0.0.1:1"));

        assertThatThrownBy(() -> Await.done(node.bus.start(node))).hasMessageContaining("127.0.0.1");
    }
}
