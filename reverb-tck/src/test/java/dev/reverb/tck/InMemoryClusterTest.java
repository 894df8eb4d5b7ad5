package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What can be done with the cluster in memory and with no other: deliveries by hand, time to the millisecond, faults. */
class InMemoryClusterTest {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final ChannelAddress ORDERS = address("orders");
    private static final ChannelAddress NEWS = address("news");
    private static final ChannelAddress ROOM = address("presence-room");

    private final FakeClock clock = new FakeClock();
    private final InMemoryCluster cluster = new InMemoryCluster(clock);
    private final Application application = Application.builder("app", "key", "secret")
            .webhooks(Webhook.to("http://localhost/hook"))
            .webhookGraceTime(GRACE)
            .build();

    private static ChannelAddress address(String channel) {
        return new ChannelAddress("app", ChannelName.of(channel));
    }

    private static BusMessage event(String text) {
        return new BusMessage(text.getBytes(UTF_8), Optional.empty(), Optional.empty());
    }

    private static Member member(String userId) {
        return new Member(userId, Optional.empty());
    }

    /** Writes down what it is told, and can be made to fail. */
    private class Server implements ScalingListener {
        private final InMemoryBus bus = cluster.open();
        private final List<String> told = new ArrayList<>();
        private final List<String> factIds = new ArrayList<>();
        private CompletionStage<Void> factAnswer = CompletableFuture.completedFuture(null);
        private boolean throwing;

        Server() {
            bus.use(application, false);
            bus.start(this);
        }

        InMemoryBus bus() {
            return bus;
        }

        Server following(ChannelAddress... addresses) {
            for (ChannelAddress address : addresses) {
                bus.follow(address);
            }
            return this;
        }

        @Override
        public void onMessage(ChannelAddress address, BusMessage message) {
            told.add(new String(message.payload(), UTF_8));
            if (throwing) {
                throw new IllegalStateException("thrown on purpose");
            }
        }

        @Override
        public void onChange(ChannelAddress address, ChannelChange change) {
            told.add(
                    change instanceof ChannelChange.MemberAdded added
                            ? "+" + added.member().userId()
                            : change instanceof ChannelChange.MemberRemoved removed ? "-" + removed.userId() : "=");
        }

        @Override
        public void onTerminate(String appId, String userId) {
            told.add("terminate " + userId);
        }

        @Override
        public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> facts) {
            factIds.add(id);
            facts.forEach(fact -> told.add(fact.type().wireName()));
            return factAnswer;
        }

        @Override
        public void onAvailability(Optional<Instant> since) {
            told.add(since.map(instant -> "away since " + instant).orElse("back"));
        }
    }

    @Test
    void deliversAtOnceUnlessToldOtherwise() {
        Server one = new Server().following(ORDERS);
        assertThat(one.bus.publish(ORDERS, event("now")).toCompletableFuture()).isCompleted();
        assertThat(one.told).containsExactly("now");
        assertThat(cluster.pendingDeliveries()).isZero();
    }

    @Test
    void deliversByHandChannelByChannel() {
        Server one = new Server().following(ORDERS, NEWS);
        Server two = new Server().following(ORDERS);
        cluster.manual();
        CompletionStage<Void> answer = two.bus.publish(ORDERS, event("first"));
        two.bus.publish(ORDERS, event("second"));
        two.bus.publish(NEWS, event("news"));
        assertThat(one.told).isEmpty();
        assertThat(one.bus.pendingDeliveries(ORDERS)).isEqualTo(2);
        assertThat(one.bus.deliver(NEWS)).isTrue();
        assertThat(one.bus.deliver(NEWS)).isFalse();
        assertThat(one.bus.deliver(ORDERS)).isTrue();
        assertThat(one.told).containsExactly("news", "first");
        assertThat(two.told).isEmpty();
        // The answer comes behind what the publisher itself is told.
        assertThat(two.bus.deliver(ORDERS)).isTrue();
        assertThat(answer.toCompletableFuture()).isNotDone();
        assertThat(two.bus.deliver(ORDERS)).isTrue();
        assertThat(answer.toCompletableFuture()).isCompleted();
        assertThat(cluster.settle()).isPositive();
        assertThat(one.told).containsExactly("news", "first", "second");
        assertThat(cluster.pendingDeliveries()).isZero();
    }

    @Test
    void deliversWhatIsNoChannelsByHand() {
        Server one = new Server();
        cluster.manual();
        CompletionStage<Integer> answer = one.bus.connections("app");
        one.bus.terminate("app", "7");
        assertThat(one.bus.deliver()).isTrue();
        assertThat(answer.toCompletableFuture()).isCompletedWithValue(0);
        assertThat(one.told).isEmpty();
        assertThat(one.bus.deliver()).isTrue();
        assertThat(one.told).containsExactly("terminate 7");
    }

    @Test
    void deliversWhatWaitsWhenItIsAutomaticAgain() {
        Server one = new Server().following(ORDERS);
        cluster.manual();
        one.bus.publish(ORDERS, event("late"));
        assertThat(one.told).isEmpty();
        cluster.automatic();
        assertThat(one.told).containsExactly("late");
    }

    @Test
    void tellsNothingOfWhatIsNoLongerFollowedWhenTheDeliveryIsMade() {
        Server one = new Server().following(ORDERS);
        cluster.manual();
        CompletionStage<Void> answer = one.bus.publish(ORDERS, event("old"));
        one.bus.unfollow(ORDERS);
        one.bus.follow(ORDERS);
        one.bus.publish(ORDERS, event("new"));
        cluster.settle();
        assertThat(one.told).containsExactly("new");
        assertThat(answer.toCompletableFuture()).isCompleted();
    }

    @Test
    void aMessageMayCauseOthersAndOrderHolds() {
        Server one = new Server() {
            @Override
            public void onMessage(ChannelAddress address, BusMessage message) {
                String text = new String(message.payload(), UTF_8);
                if (text.length() < 3) {
                    bus().publish(ORDERS, event(text + "a"));
                    bus().publish(ORDERS, event(text + "b!"));
                }
                super.onMessage(address, message);
            }
        };
        one.following(ORDERS).bus.publish(ORDERS, event("x"));
        assertThat(one.told).containsExactly("x", "xa", "xb!", "xaa", "xab!");
    }

    @Test
    void aKilledServerIsCountedToTheEndOfItsLease() {
        Server one = new Server().following(ROOM);
        Server two = new Server().following(ROOM);
        one.bus.addMember(ROOM, member("7"), 10);
        one.bus.kill();
        clock.advance(InMemoryCluster.LEASE.minus(TICK));
        assertThat(two.told).doesNotContain("-7");
        clock.advance(TICK);
        assertThat(two.told).endsWith("-7");
        clock.advance(GRACE);
        two.bus.stop();
        assertThat(cluster.isEmpty()).isTrue();
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void aServerThatIsCutOffForLessThanALeaseLosesNothing() {
        Server one = new Server().following(ROOM);
        Server two = new Server().following(ROOM);
        one.bus.addMember(ROOM, member("7"), 10);
        one.bus.cutOff();
        clock.advance(InMemoryCluster.LEASE.minus(TICK));
        one.bus.mend();
        clock.advance(InMemoryCluster.LEASE);
        assertThat(two.told).doesNotContain("-7");
        assertThat(one.told).contains("away since 2026-01-01T00:00:00Z", "back");
    }

    @Test
    void factsWaitOutTheGraceTimeToItsEnd() {
        Server one = new Server();
        one.bus.setSubscriptions(ORDERS, 1);
        one.bus.setSubscriptions(ORDERS, 0);
        clock.advance(GRACE.minus(TICK));
        one.bus.setSubscriptions(ORDERS, 1);
        one.bus.setSubscriptions(ORDERS, 0);
        clock.advance(GRACE.minus(TICK));
        assertThat(one.told).containsExactly("channel_occupied");
        clock.advance(TICK);
        assertThat(one.told).containsExactly("channel_occupied", "channel_vacated");
        one.bus.setSubscriptions(ORDERS, 1);
        assertThat(one.told).containsExactly("channel_occupied", "channel_vacated", "channel_occupied");
    }

    @Test
    void factsGoToTheNextServerWithTheSameId() {
        Server one = new Server();
        Server two = new Server();
        one.factAnswer = CompletableFuture.failedFuture(new IllegalStateException("not passed on"));
        two.bus.setSubscriptions(ORDERS, 1);
        assertThat(one.factIds).hasSize(1);
        assertThat(two.factIds).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(two.factIds).isEqualTo(one.factIds);
    }

    @Test
    void factsOfADeadServerGoToAnotherWhenItsLeaseIsOver() {
        Server one = new Server();
        Server two = new Server();
        CompletableFuture<Void> never = new CompletableFuture<>();
        one.factAnswer = never;
        two.bus.setSubscriptions(ORDERS, 1);
        two.bus.setSubscriptions(NEWS, 1);
        one.bus.kill();
        clock.advance(InMemoryCluster.LEASE.minus(TICK));
        assertThat(two.factIds).isEmpty();
        clock.advance(TICK);
        assertThat(two.factIds).hasSize(2).containsAll(one.factIds);
        assertThat(two.told).containsExactly("channel_occupied", "channel_occupied");
    }

    @Test
    void factsThatAServerHasPassedOnWhileItWasCutOffAreNotToldAgain() {
        Server one = new Server();
        Server two = new Server();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        one.factAnswer = answer;
        two.bus.setSubscriptions(ORDERS, 1);
        one.bus.cutOff();
        answer.complete(null);
        one.bus.mend();
        clock.advance(InMemoryCluster.LEASE.multipliedBy(2));
        assertThat(one.factIds).hasSize(1);
        assertThat(two.factIds).isEmpty();
    }

    @Test
    void keptEventsPassToTheMillisecond() {
        Server one = new Server();
        one.bus.publish(ORDERS, new BusMessage(new byte[] {1}, Optional.empty(), Optional.of(Duration.ofSeconds(5))));
        clock.advance(Duration.ofSeconds(5).minus(TICK));
        assertThat(one.bus
                        .channel(ORDERS)
                        .toCompletableFuture()
                        .join()
                        .kept()
                        .orElseThrow()
                        .timeLeft())
                .isEqualTo(TICK);
        clock.advance(TICK);
        assertThat(one.bus.channel(ORDERS).toCompletableFuture().join().kept()).isEmpty();
    }

    @Test
    void whoIsMissingAfterTheBackEndForgotIsHeldBackForALease() {
        Server one = new Server().following(ROOM);
        Server two = new Server().following(ROOM);
        one.bus.addMember(ROOM, member("7"), 10);
        two.bus.addMember(ROOM, member("8"), 10);
        one.bus.cutOff();
        cluster.takeAway();
        cluster.bringBackEmpty();
        clock.advance(InMemoryCluster.LEASE.minus(TICK));
        assertThat(two.told).doesNotContain("-7");
        one.bus.mend();
        clock.advance(InMemoryCluster.LEASE);
        assertThat(two.told).doesNotContain("-7", "-8");
        assertThat(one.told).doesNotContain("-7", "-8");
    }

    @Test
    void whoIsMissingThenIsRemovedWhenTheLeaseIsOver() {
        Server one = new Server().following(ROOM);
        Server two = new Server().following(ROOM);
        one.bus.addMember(ROOM, member("7"), 10);
        cluster.takeAway();
        one.bus.kill();
        cluster.bringBackEmpty();
        clock.advance(InMemoryCluster.LEASE.minus(TICK));
        assertThat(two.told).doesNotContain("-7");
        clock.advance(TICK);
        assertThat(two.told).endsWith("-7");
    }

    @Test
    void theBufferIsBoundedAtTheEdge() {
        cluster.maxBufferedMessages(2);
        Server one = new Server().following(ORDERS);
        cluster.takeAway();
        assertThat(one.bus.publish(ORDERS, event("1")).toCompletableFuture()).isCompleted();
        assertThat(one.bus.terminate("app", "7").toCompletableFuture()).isCompleted();
        assertThat(one.bus.publish(ORDERS, event("3")).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(BusUnavailableException.class);
        assertThat(one.told).doesNotContain("3");
        assertThatIllegalArgumentException().isThrownBy(() -> cluster.maxBufferedMessages(-1));
    }

    @Test
    void callsAgainstTheContractAreRefusedAndNoted() {
        Server one = new Server().following(ROOM);
        assertThatIllegalStateException().isThrownBy(() -> one.bus.follow(ROOM));
        assertThatIllegalStateException().isThrownBy(() -> one.bus.unfollow(ORDERS));
        assertThatIllegalStateException().isThrownBy(() -> one.bus.addMember(address("presence-b"), member("7"), 1));
        assertThatIllegalStateException().isThrownBy(() -> one.bus.removeMember(ROOM, "7"));
        assertThatIllegalStateException().isThrownBy(() -> one.bus.setSubscriptions(ROOM, -1));
        assertThatIllegalStateException().isThrownBy(() -> one.bus.connections("unknown"));
        one.bus.addMember(ROOM, member("7"), 1);
        assertThatIllegalStateException().isThrownBy(() -> one.bus.unfollow(ROOM));
        assertThatIllegalStateException().isThrownBy(() -> one.bus.start(one));
        assertThat(cluster.violations()).hasSize(8);
    }

    @Test
    void aListenerThatThrowsIsNotedAndBreaksNothing() {
        Server one = new Server().following(ORDERS);
        one.throwing = true;
        one.bus.publish(ORDERS, event("first"));
        one.bus.publish(ORDERS, event("second"));
        assertThat(one.told).containsExactly("first", "second");
        assertThat(cluster.violations()).hasSize(2).allMatch(violation -> violation.contains("thrown on purpose"));
    }

    @Test
    void givesTheBusesThatServersHaveMade() {
        InMemoryBus one = cluster.open(clock, clock);
        InMemoryBus two = cluster.open();
        assertThat(cluster.buses()).containsExactly(one, two);
        assertThat(one).hasToString("InMemoryBus[1, NEW]");
    }
}
