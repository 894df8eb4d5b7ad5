package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.APP;
import static dev.reverb.scaling.redis.internal.bus.BusNode.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.channel.SocketId;
import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelFullException;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.KeptMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What several buses do on a Redis that is there all the time, however it is run. */
abstract class BusContract extends BusCase {

    private static final AtomicInteger PREFIX = new AtomicInteger();

    private final String prefix = "it" + PREFIX.getAndIncrement();

    /** Where Redis is. */
    abstract RedisScaling.Builder redis();

    private BusNode node(Application... applications) {
        return node(redis().prefix(prefix), applications);
    }

    @Test
    void tellsAMessageToThoseWhoFollowTheChannelAndToNobodyElse() {
        BusNode one = node();
        BusNode two = node();
        BusNode three = node();
        one.follow("room");
        two.follow("room");
        three.follow("other");

        three.publish("room", "hello");

        Await.until(
                "both heard it",
                () -> one.texts("room").equals(List.of("hello"))
                        && two.texts("room").equals(List.of("hello")));
        assertThat(three.log("room")).isEmpty();
        assertThat(three.log("other")).isEmpty();
    }

    @Test
    void tellsNothingOfAChannelThatIsFollowedNoMoreUntilItIsAgain() {
        BusNode one = node();
        BusNode two = node();
        one.follow("presence-room");
        one.follow("fence");
        one.unfollow("presence-room");

        two.follow("presence-room");
        two.add("presence-room", "ada");
        two.publish("presence-room", "unheard");
        two.publish("fence", "end");
        Await.until("the end", () -> one.texts("fence").equals(List.of("end")));
        assertThat(one.log("presence-room")).isEmpty();
        assertThat(one.strays).hasValue(0);

        Await.until("it knows of her all the same", () -> {
            List<String> users = one.follow("presence-room").members().stream()
                    .map(member -> member.userId())
                    .toList();
            one.unfollow("presence-room");
            return users.equals(List.of("ada"));
        });
    }

    @Test
    void tellsThePublishersOwnSubscribersOnce() {
        BusNode one = node();
        one.follow("room");

        one.publish("room", "a");
        one.publish("room", "b");

        Await.until("it heard itself", () -> one.texts("room").equals(List.of("a", "b")));
    }

    @Test
    void tellsAllNodesTheSameOrderWhoeverPublishes() throws Exception {
        List<BusNode> three = List.of(node(), node(), node());
        three.forEach(node -> node.follow("room"));
        int each = 300;
        ExecutorService pool = Executors.newFixedThreadPool(6);
        List<Future<?>> publishing = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int publisher = i;
            publishing.add(pool.submit(() -> {
                for (int m = 0; m < each; m++) {
                    BusMessage message = m % 10 == 0
                            ? BusNode.kept(publisher + ":" + m, Duration.ofMinutes(1))
                            : BusNode.message(publisher + ":" + m);
                    three.get(publisher % 3).bus.publish(address("room"), message);
                }
            }));
        }
        for (Future<?> future : publishing) {
            future.get();
        }
        pool.shutdown();

        Await.until(
                "all have all",
                () -> three.stream().allMatch(node -> node.texts("room").size() == 6 * each));
        List<String> order = three.get(0).texts("room");
        assertThat(three.get(1).texts("room")).isEqualTo(order);
        assertThat(three.get(2).texts("room")).isEqualTo(order);
        for (int publisher = 0; publisher < 6; publisher++) {
            String prefixOf = publisher + ":";
            assertThat(order.stream().filter(text -> text.startsWith(prefixOf)))
                    .extracting(text -> Integer.parseInt(text.substring(2)))
                    .isSorted();
        }
    }

    @Test
    void carriesTheExcludedConnectionAndThePayloadAsItIs() {
        BusNode one = node();
        BusNode two = node();
        one.follow("room");
        byte[] payload = {0, 1, -1, (byte) 0xC3, (byte) 0xA4};

        Await.done(two.bus.publish(
                address("room"),
                new BusMessage(payload, Optional.of(new SocketId(123, 456)), Optional.of(Duration.ofSeconds(9)))));

        Await.until("it came", () -> one.messages("room").size() == 1);
        BusMessage heard = one.messages("room").get(0);
        assertThat(heard.payload()).isEqualTo(payload);
        assertThat(heard.excluded()).contains(new SocketId(123, 456));
        assertThat(heard.keepFor()).contains(Duration.ofSeconds(9));
    }

    @Test
    void givesWhatIsKeptToThoseWhoComeLater() {
        BusNode one = node();
        BusNode two = node();
        Await.done(one.bus.publish(address("cache-price"), BusNode.kept("1", Duration.ofMinutes(1))));
        Await.done(one.bus.publish(address("cache-price"), BusNode.kept("2", Duration.ofMinutes(1))));

        KeptMessage kept = two.follow("cache-price").kept().orElseThrow();

        assertThat(new String(kept.payload(), StandardCharsets.UTF_8)).isEqualTo("2");
        assertThat(kept.timeLeft()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(two.log("cache-price")).isEmpty();
        two.unfollow("cache-price");
        one.publish("cache-price", "not kept");
        Await.done(one.bus.publish(address("cache-price"), BusNode.kept("3", Duration.ofMinutes(1))));
        Await.until("the warm replica has it", () -> {
            Optional<KeptMessage> warm = two.follow("cache-price").kept();
            two.unfollow("cache-price");
            return new String(warm.orElseThrow().payload(), StandardCharsets.UTF_8).equals("3");
        });
    }

    @Test
    void tellsAUserWithATabOnEachNodeOnceAsAddedAndOnceAsRemoved() {
        BusNode one = node();
        BusNode two = node();
        one.follow("presence-room");
        two.follow("presence-room");

        one.add("presence-room", "ada");
        two.add("presence-room", "ada");
        one.remove("presence-room", "ada");
        two.add("presence-room", "bob");
        two.remove("presence-room", "ada");

        List<String> all = List.of("+ada", "+bob", "-ada");
        Await.until(
                "both were told",
                () -> one.log("presence-room").equals(all)
                        && two.log("presence-room").equals(all));
    }

    @Test
    void hasToldAnAdditionWhenItIsDone() {
        BusNode one = node();
        BusNode two = node();
        one.follow("presence-room");
        for (int i = 0; i < 50; i++) {
            String user = "u" + i;
            List<String> seen = Await.done(one.bus
                    .addMember(address("presence-room"), BusNode.member(user), 1_000)
                    .thenApply(done -> one.users("presence-room")));
            assertThat(seen).contains(user);
        }
        assertThat(two.follow("presence-room").members()).hasSize(50);
    }

    @Test
    void refusesAUserTooMany() {
        BusNode one = node();
        BusNode two = node();
        one.follow("presence-room");
        two.follow("presence-room");
        Await.done(one.bus.addMember(address("presence-room"), BusNode.member("ada"), 1));

        assertThatThrownBy(() -> Await.done(two.bus.addMember(address("presence-room"), BusNode.member("bob"), 1)))
                .isInstanceOf(ChannelFullException.class);
        Await.done(two.bus.addMember(address("presence-room"), BusNode.member("ada"), 1));

        one.remove("presence-room", "ada");
        assertThat(two.users("presence-room")).containsExactly("ada");
    }

    @Test
    void snapshotAndChangesAreExactWhoeverComesAndGoes() throws Exception {
        List<BusNode> three = List.of(node(), node(), node());
        List<Set<String>> own = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<Future<?>> churning = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            BusNode node = three.get(n);
            Set<String> mine = own.get(n);
            Random random = new Random(n);
            churning.add(pool.submit(() -> churn(node, mine, random)));
        }
        for (Future<?> future : churning) {
            future.get();
        }
        pool.shutdown();
        Set<String> everybody = new TreeSet<>();
        own.forEach(everybody::addAll);

        Await.until(
                "all know the same",
                () -> three.stream().allMatch(node -> new TreeSet<>(node.users("presence-room")).equals(everybody)));
        BusNode late = node();
        late.follow("presence-room");
        assertThat(late.users("presence-room")).containsExactlyInAnyOrderElementsOf(everybody);
    }

    private static void churn(BusNode node, Set<String> mine, Random random) {
        node.follow("presence-room");
        for (int step = 0; step < 400; step++) {
            String user = "u" + random.nextInt(8);
            if (random.nextInt(30) == 0) {
                List.copyOf(mine).forEach(gone -> node.bus.removeMember(address("presence-room"), gone));
                mine.clear();
                node.unfollow("presence-room");
                node.follow("presence-room");
            } else if (mine.remove(user)) {
                node.bus.removeMember(address("presence-room"), user);
            } else {
                mine.add(user);
                CompletionStage<Void> added = node.bus.addMember(address("presence-room"), BusNode.member(user), 100);
                if (random.nextInt(4) == 0) {
                    Await.done(added);
                }
            }
        }
    }

    @Test
    void countsTheSubscriptionsOfAllNodes() {
        Application counting = Application.builder("app", "key", "secret")
                .subscriptionCountEvents(true)
                .build();
        BusNode one = node(counting);
        BusNode two = node(counting);
        one.follow("room");
        two.follow("room");

        one.bus.setSubscriptions(address("room"), 2);
        two.bus.setSubscriptions(address("room"), 3);
        Await.until("both know", () -> one.subscriptions("room") == 5 && two.subscriptions("room") == 5);
        two.bus.setSubscriptions(address("room"), 0);
        Await.until("both know", () -> one.subscriptions("room") == 2 && two.subscriptions("room") == 2);
        assertThat(node(counting).follow("room").subscriptions()).isEqualTo(2);
    }

    @Test
    void tellsOfAUsersChannelThatItWasEmptyInBetween() {
        BusNode one = node();
        BusNode two = node();
        two.follow("#server-to-user-7");

        one.bus.setSubscriptions(address("#server-to-user-7"), 1);
        Await.until("online", () -> two.log("#server-to-user-7").equals(List.of("=1")));
        one.bus.setSubscriptions(address("#server-to-user-7"), 0);
        one.bus.setSubscriptions(address("#server-to-user-7"), 1);

        Await.until("offline and online", () -> two.log("#server-to-user-7").equals(List.of("=1", "=0", "=1")));
    }

    @Test
    void answersWhatIsThereInTheWholeCluster() {
        BusNode one = node();
        BusNode two = node();
        one.follow("presence-room");
        one.add("presence-room", "ada");
        one.bus.setSubscriptions(address("room"), 2);
        two.bus.setSubscriptions(address("room"), 1);
        two.bus.setSubscriptions(address("other"), 1);
        one.bus.setConnections(APP.id(), 5);
        two.bus.setConnections(APP.id(), 7);

        Await.until(
                "all is counted",
                () -> Await.done(one.bus.channels(APP.id(), ""))
                        .equals(Map.of("presence-room", 1, "room", 3, "other", 1)));
        assertThat(Await.done(two.bus.channels(APP.id(), "ro"))).isEqualTo(Map.of("room", 3));
        ChannelSnapshot room = Await.done(two.bus.channel(address("presence-room")));
        assertThat(room.members()).containsExactly(BusNode.member("ada"));
        Await.until("connections", () -> Await.done(one.bus.connections(APP.id())) == 12);
    }

    @Test
    void closesAUsersConnectionsOnAllNodes() {
        BusNode one = node();
        BusNode two = node();

        // Who follows a channel hears what is ordered for its application.
        one.follow("room");
        two.follow("room");

        Await.done(two.bus.terminate(APP.id(), "7"));

        Await.until(
                "both are told",
                () -> List.copyOf(one.terminated).equals(List.of("7"))
                        && List.copyOf(two.terminated).equals(List.of("7")));
    }

    @Test
    void tellsAFactToOneNodeOnce() {
        Application hooked = Application.builder("app", "key", "secret")
                .webhooks(Webhook.to("http://127.0.0.1:1/"))
                .webhookGraceTime(Duration.ZERO)
                .build();
        BusNode one = node(hooked);
        BusNode two = node(hooked);
        one.follow("presence-room");
        one.add("presence-room", "ada");
        one.remove("presence-room", "ada");

        Await.until("four facts", () -> one.facts.size() + two.facts.size() >= 4);
        List<String> told = new ArrayList<>();
        one.facts.forEach(fact -> told.add(fact.type() + " " + fact.userId().orElse("")));
        two.facts.forEach(fact -> told.add(fact.type() + " " + fact.userId().orElse("")));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "CHANNEL_OCCUPIED ", "MEMBER_ADDED ada", "MEMBER_REMOVED ada", "CHANNEL_VACATED ");
    }

    @Test
    void endsWhatANodeHasSaidOfItselfWhenItLeaves() {
        BusNode one = node();
        BusNode two = node();
        one.follow("presence-room");
        two.follow("presence-room");
        one.add("presence-room", "ada");
        two.add("presence-room", "bob");
        two.bus.setSubscriptions(address("room"), 3);
        Await.until(
                "counted", () -> Await.done(one.bus.channels(APP.id(), "ro")).equals(Map.of("room", 3)));

        stop(two);

        Await.until("he is gone", () -> one.users("presence-room").equals(List.of("ada")));
        assertThat(Await.done(one.bus.channels(APP.id(), ""))).isEqualTo(Map.of("presence-room", 1));
    }

    @Test
    void keepsTwoInstallationsApart() {
        BusNode one = node();
        BusNode other = node(redis().prefix(prefix + "b"));
        one.follow("room");
        other.follow("room");

        one.publish("room", "mine");
        other.publish("room", "theirs");

        Await.until(
                "each heard its own",
                () -> one.texts("room").equals(List.of("mine"))
                        && other.texts("room").equals(List.of("theirs")));
    }
}
