package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.A;
import static dev.reverb.scaling.redis.internal.state.StateFixture.B;
import static dev.reverb.scaling.redis.internal.state.StateFixture.C;
import static dev.reverb.scaling.redis.internal.state.StateFixture.TOLD;
import static dev.reverb.scaling.redis.internal.state.StateFixture.channel;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.channel.Member;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.ChannelAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FactsIT {

    private static final ChannelAddress ROOM = channel("presence-room");
    private static final ChannelAddress NEWS = channel("news");
    private static final FactRules GRACE = new FactRules(FactRules.Mode.TOLD, false, 3_000);
    private static final FactRules COUNTS = new FactRules(FactRules.Mode.TOLD, true, 0);

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    @Test
    void usersAndOccupancyAreToldInTheirOrder() {
        add(A, "ada", TOLD);
        add(B, "ada", TOLD);
        add(B, "eve", TOLD);
        fixture.remove(ROOM, A, "ada", TOLD);
        fixture.remove(ROOM, B, "ada", TOLD);
        fixture.remove(ROOM, B, "eve", TOLD);

        FactClaim claim = claim(ROOM, A);
        assertThat(claim.batches()).hasSize(1);
        assertThat(told(claim))
                .containsExactly(
                        "CHANNEL_OCCUPIED presence-room",
                        "MEMBER_ADDED presence-room ada",
                        "MEMBER_ADDED presence-room eve",
                        "MEMBER_REMOVED presence-room ada",
                        "MEMBER_REMOVED presence-room eve",
                        "CHANNEL_VACATED presence-room");
        assertThat(claim.dueIn()).isNegative();
    }

    @Test
    void occupancyOfOtherChannelsFollowsFromSubscriptions() {
        fixture.subscriptions(NEWS, A, 2, COUNTS);
        fixture.subscriptions(NEWS, B, 3, COUNTS);
        fixture.subscriptions(NEWS, A, 0, COUNTS);
        assertThat(fixture.subscriptions(NEWS, B, 0, COUNTS).factsDueIn()).isZero();
        assertThat(told(claim(NEWS, A)))
                .containsExactly(
                        "CHANNEL_OCCUPIED news",
                        "SUBSCRIPTION_COUNT news 2",
                        "SUBSCRIPTION_COUNT news 5",
                        "SUBSCRIPTION_COUNT news 3",
                        "SUBSCRIPTION_COUNT news 0",
                        "CHANNEL_VACATED news");
    }

    @Test
    void whereNobodyWantsFactsThereAreNone() {
        assertThat(add(A, "ada", FactRules.NONE).factsDueIn()).isNegative();
        fixture.remove(ROOM, A, "ada", FactRules.NONE);
        fixture.subscriptions(NEWS, A, 2, FactRules.NONE);
        assertThat(claim(ROOM, A)).isEqualTo(new FactClaim(Outcome.DONE, List.of(), -1, 0));
        assertThat(claim(NEWS, A).batches()).isEmpty();
    }

    @Test
    void theRulesAreTheApplications() {
        Application.Builder application = Application.builder("1", "key", "secret");
        Application counting = application.subscriptionCountEvents(true).build();
        assertThat(FactRules.of(counting, false)).isEqualTo(FactRules.NONE);
        assertThat(FactRules.of(counting, true)).isEqualTo(new FactRules(FactRules.Mode.TOLD, false, 3_000));
        application.webhooks(Webhook.to("https://example.com/hook"));
        for (boolean listening : new boolean[] {false, true}) {
            assertThat(FactRules.of(application.build(), listening))
                    .isEqualTo(new FactRules(FactRules.Mode.TOLD, true, 3_000));
        }
        assertThat(FactRules.of(application.webhookGraceTime(Duration.ZERO).build(), false)
                        .graceMillis())
                .isZero();
    }

    @Test
    void whoIsBackWithinTheGraceTimeWasNeverAway() {
        add(A, "ada", GRACE);
        finishAll(claim(ROOM, A));

        ChangeReply removed = fixture.remove(ROOM, A, "ada", GRACE);
        assertThat(removed.factsDueIn()).isEqualTo(3_000);
        assertThat(claim(ROOM, A).dueIn()).isEqualTo(3_000);
        fixture.now.addAndGet(2_999);
        assertThat(claim(ROOM, A).batches()).isEmpty();
        assertThat(add(B, "ada", GRACE).factsDueIn()).isNegative();
        fixture.now.addAndGet(10_000);
        assertThat(told(claim(ROOM, A))).isEmpty();
    }

    @Test
    void whoIsBackWhenTheGraceTimeIsOverWasAway() {
        add(A, "ada", GRACE);
        finishAll(claim(ROOM, A));
        fixture.remove(ROOM, A, "ada", GRACE);

        fixture.now.addAndGet(3_000);
        assertThat(add(B, "ada", GRACE).factsDueIn()).isZero();
        assertThat(told(claim(ROOM, A)))
                .containsExactly(
                        "MEMBER_REMOVED presence-room ada",
                        "CHANNEL_VACATED presence-room",
                        "CHANNEL_OCCUPIED presence-room",
                        "MEMBER_ADDED presence-room ada");
    }

    @Test
    void theGraceTimeIsOverAtItsEnd() {
        fixture.subscriptions(NEWS, A, 1, GRACE);
        finishAll(claim(NEWS, A));
        fixture.subscriptions(NEWS, A, 0, GRACE);
        fixture.now.addAndGet(2_999);
        assertThat(claim(NEWS, A)).isEqualTo(new FactClaim(Outcome.DONE, List.of(), 1, 0));
        fixture.now.addAndGet(1);
        assertThat(told(claim(NEWS, A))).containsExactly("CHANNEL_VACATED news");
    }

    @Test
    void redisTellsTheTimeWhereNobodyElseDoes() {
        RedisState own =
                new RedisState(fixture.connection.async(), fixture.keys, false, RedisTime.SERVER, Scheduler.system());
        FactRules grace = new FactRules(FactRules.Mode.TOLD, false, 3_600_000);
        get(own.presence().add(ROOM, A, 1, user("ada"), 9, grace));
        ChangeReply removed = get(own.presence().remove(ROOM, A, 2, "ada", grace));
        assertThat(removed.factsDueIn()).isZero();
        finishAll(get(own.facts().claim(fixture.bucket(ROOM), A, Set.of())));
        assertThat(get(own.facts().claim(fixture.bucket(ROOM), A, Set.of())).dueIn())
                .isBetween(3_500_000L, 3_600_000L);
    }

    @Test
    void manyWhoLeaveAtOnceAreToldInTheirOrderToo() {
        // More than one script settles at a time, so that the last are due and not settled when they come back.
        List<Member> members = IntStream.range(0, 300)
                .mapToObj(i -> user(String.format("%03d", i)))
                .toList();
        List<String> ids = members.stream().map(Member::userId).toList();
        get(fixture.state.presence().addAll(ROOM, A, 1, members, GRACE));
        drain(ROOM, A);
        get(fixture.state.presence().removeAll(ROOM, A, 2, ids, GRACE));
        fixture.now.addAndGet(3_000);
        add(A, "299", GRACE);

        List<String> told = drain(ROOM, A);
        assertThat(told).hasSize(303);
        assertThat(told.indexOf("MEMBER_REMOVED presence-room 299"))
                .isLessThan(told.indexOf("MEMBER_ADDED presence-room 299"));
        assertThat(told.indexOf("CHANNEL_VACATED presence-room"))
                .isLessThan(told.indexOf("CHANNEL_OCCUPIED presence-room"));
    }

    @Test
    void aBatchHasOneIdWhoeverPassesItOn() {
        add(A, "ada", TOLD);
        FactBatch batch = claim(ROOM, A).batches().get(0);
        assertThat(batch.id()).matches("app:\\d+:\\d+");

        assertThat(claim(ROOM, B).batches()).as("another node's meanwhile").isEmpty();
        assertThat(claim(ROOM, A, batch.sequence()).batches()).as("held").isEmpty();
        assertThat(claim(ROOM, A).batches()).as("its answer was lost").containsExactly(batch);

        get(fixture.state.facts().giveBack(fixture.bucket(ROOM), A));
        assertThat(claim(ROOM, B).batches()).as("given back").containsExactly(batch);
        get(fixture.state.facts().giveBack(fixture.bucket(ROOM), A));
        assertThat(claim(ROOM, C).batches()).as("not its to give back").isEmpty();

        fixture.takeOver(fixture.bucket(ROOM), B, TOLD);
        assertThat(claim(ROOM, B).outcome()).isEqualTo(Outcome.FENCED);
        assertThat(claim(ROOM, C).batches()).as("of a node that died").containsExactly(batch);

        assertThat(get(fixture.state.facts().finish(batch))).isTrue();
        assertThat(get(fixture.state.facts().finish(batch))).as("twice").isFalse();
        assertThat(claim(ROOM, A).batches()).isEmpty();
    }

    @Test
    void anIdDoesNotComeAgainWhereRedisIsRestoredToWhatItWasBefore() {
        add(A, "ada", TOLD);
        byte[] before = fixture.redis.get(fixture.bucket(ROOM).version());
        FactClaim first = claim(ROOM, A);
        finishAll(first);

        fixture.redis.set(fixture.bucket(ROOM).version(), before);
        fixture.redis.rpush(fixture.bucket(ROOM).outbox(), Wtf8.encode("v13:presence-room"));
        FactClaim second = claim(ROOM, A);

        assertThat(told(second)).containsExactly("CHANNEL_VACATED presence-room");
        assertThat(second.batches().get(0).sequence())
                .isGreaterThan(first.batches().get(0).sequence());
    }

    @Test
    void whoPassesOnDoesSoUntilAllIsFinished() {
        add(A, "1", TOLD);
        FactBatch first = claim(ROOM, A).batches().get(0);
        ChangeReply made = add(B, "2", TOLD);
        assertThat(made.factsDueIn()).isZero();
        assertThat(claim(ROOM, B).batches()).as("would overtake").isEmpty();
        FactClaim second = claim(ROOM, A, first.sequence());
        assertThat(told(second)).containsExactly("MEMBER_ADDED presence-room 2");

        get(fixture.state.facts().finish(first));
        add(B, "3", TOLD);
        assertThat(claim(ROOM, B).batches()).isEmpty();
        finishAll(second);
        assertThat(told(claim(ROOM, B))).containsExactly("MEMBER_ADDED presence-room 3");
    }

    @Test
    void batchesAndTheirNumberAreBounded() {
        int facts = FactOutbox.MAX_BATCH * FactOutbox.MAX_CLAIMED + 1;
        fill(facts - 1);
        FactClaim claim = claim(ROOM, A);
        assertThat(claim.batches()).hasSize(FactOutbox.MAX_CLAIMED);
        assertThat(claim.batches())
                .allSatisfy(batch -> assertThat(batch.facts()).hasSize(FactOutbox.MAX_BATCH));
        assertThat(claim.batches()).extracting(FactBatch::sequence).isSorted();
        assertThat(claim.dueIn()).isNegative();

        add(A, "one more", TOLD);
        Long[] held = claim.batches().stream().map(FactBatch::sequence).toArray(Long[]::new);
        assertThat(claim(ROOM, A, held)).isEqualTo(new FactClaim(Outcome.DONE, List.of(), 0, 0));
        get(fixture.state.facts().finish(claim.batches().get(2)));
        assertThat(told(claim(ROOM, A, held))).containsExactly("MEMBER_ADDED presence-room one more");
    }

    @Test
    void tooManyFactsPushTheOldestOutAndAreCounted() {
        fill(FactOutbox.MAX_WAITING);
        add(A, "last", TOLD);
        FactClaim claim = claim(ROOM, A);
        assertThat(claim.lost()).isEqualTo(1);
        assertThat(told(claim).get(0)).as("all but that it was occupied").isEqualTo("MEMBER_ADDED presence-room first");
        assertThat(claim(ROOM, A).lost()).isZero();
    }

    @Test
    void channelsOfUsersTellNothing() {
        ChannelAddress user = channel("#server-to-user-7");
        assertThat(fixture.subscriptions(user, A, 1, COUNTS).factsDueIn()).isNegative();
        fixture.subscriptions(user, A, 0, COUNTS);
        assertThat(claim(user, A).batches()).isEmpty();
    }

    @Test
    void aLargeChannelsCountIsToldOnceASecondAndTheLastAlways() {
        assertThat(counted(100, 101, 102, 103))
                .containsExactly("SUBSCRIPTION_COUNT news 100", "SUBSCRIPTION_COUNT news 101");
        fixture.now.addAndGet(999);
        assertThat(counted(104)).isEmpty();
        assertThat(claim(NEWS, A).dueIn()).isEqualTo(1);
        fixture.now.addAndGet(1);
        assertThat(told(claim(NEWS, A))).containsExactly("SUBSCRIPTION_COUNT news 104");
        assertThat(fixture.redis.pttl(fixture.bucket(NEWS).pendingFacts()))
                .as("lifetime")
                .isPositive();
        drain(NEWS, A);
        assertThat(counted(105)).as("a second begins with each").isEmpty();
        fixture.now.addAndGet(1_000);
        assertThat(drain(NEWS, A)).containsExactly("SUBSCRIPTION_COUNT news 105");
        fixture.now.addAndGet(1_000);
        assertThat(claim(NEWS, A)).as("nothing is due").isEqualTo(new FactClaim(Outcome.DONE, List.of(), -1, 0));
        assertThat(counted(106)).containsExactly("SUBSCRIPTION_COUNT news 106");
    }

    @Test
    void aChannelThatIsSmallAgainIsToldAtOnce() {
        assertThat(counted(101, 102)).containsExactly("SUBSCRIPTION_COUNT news 101");
        assertThat(counted(100, 99)).containsExactly("SUBSCRIPTION_COUNT news 100", "SUBSCRIPTION_COUNT news 99");
        assertThat(counted(101)).as("still quiet").isEmpty();
        assertThat(counted(0)).containsExactly("SUBSCRIPTION_COUNT news 0", "CHANNEL_VACATED news");
        fixture.now.addAndGet(1_000);
        assertThat(drain(NEWS, A)).isEmpty();
        assertThat(fixture.redis.exists(fixture.bucket(NEWS).pendingFacts())).isZero();
    }

    /** What is told at once when one node has so many subscriptions, one after the other; without that the channel is occupied. */
    private static List<String> counted(int... counts) {
        for (int count : counts) {
            fixture.subscriptions(NEWS, A, count, COUNTS);
        }
        List<String> told = drain(NEWS, A);
        told.remove("CHANNEL_OCCUPIED news");
        return told;
    }

    @Test
    void factsOfAnyUserComeBackAsTheyWere() {
        add(A, "\0:\n\ud800", TOLD);
        assertThat(claim(ROOM, A).batches().get(0).facts().get(1).userId()).contains("\0:\n\ud800");
    }

    @Test
    void factsOfALaterVersionAreLeftOut() {
        byte[] outbox = fixture.bucket(ROOM).outbox();
        fixture.redis.rpush(outbox, Wtf8.encode("zoo"), Wtf8.encode("o4:news"));
        assertThat(told(claim(ROOM, A))).containsExactly("CHANNEL_OCCUPIED news");
        get(fixture.state.facts().giveBack(fixture.bucket(ROOM), A));
        finishAll(claim(ROOM, B));

        fixture.redis.rpush(outbox, Wtf8.encode("zoo"));
        assertThat(claim(ROOM, A).batches()).isEmpty();
        assertThat(fixture.redis.hkeys(fixture.bucket(ROOM).claims())).isEmpty();
    }

    @Test
    void whatWaitsHasALifetime() {
        add(A, "ada", GRACE);
        claim(ROOM, A);
        add(A, "eve", GRACE);
        fixture.remove(ROOM, A, "ada", GRACE);
        fixture.remove(ROOM, A, "eve", GRACE);
        fixture.takeOver(fixture.bucket(ROOM), A, GRACE);
        assertThat(fixture.lastingKeys()).isEmpty();
        assertThat(fixture.redis.keys("*")).hasSizeGreaterThan(3);
    }

    @Test
    void whatIsPutBackIsToldToNobody() {
        assertThat(add(A, "ada", FactRules.PUT_BACK).factsDueIn()).isNegative();
        fixture.subscriptions(NEWS, A, 1, FactRules.PUT_BACK);
        assertThat(claim(ROOM, A).batches()).isEmpty();
        assertThat(claim(NEWS, A).batches()).isEmpty();

        fixture.remove(ROOM, A, "ada", GRACE);
        add(A, "ada", FactRules.PUT_BACK);
        fixture.now.addAndGet(3_000);
        assertThat(claim(ROOM, A).batches())
                .as("what would have been told wrongly")
                .isEmpty();
    }

    /** Makes so many facts: a channel that gets occupied, and its users. */
    private static void fill(int facts) {
        add(A, "first", TOLD);
        long left = facts - 2;
        for (int from = 0; from < left; from += Presence.MAX_BATCH) {
            List<Member> batch = IntStream.range(from, (int) Math.min(left, from + Presence.MAX_BATCH))
                    .mapToObj(i -> user(Integer.toString(i)))
                    .toList();
            get(fixture.state.presence().addAll(ROOM, A, fixture.nextOperation(), batch, TOLD));
        }
    }

    private static List<String> drain(ChannelAddress address, NodeId node) {
        List<String> all = new ArrayList<>();
        for (FactClaim claim = claim(address, node); !claim.batches().isEmpty(); claim = claim(address, node)) {
            all.addAll(told(claim));
            finishAll(claim);
        }
        return all;
    }

    private static ChangeReply add(NodeId node, String user, FactRules rules) {
        return fixture.add(ROOM, node, user(user), Integer.MAX_VALUE, rules);
    }

    private static FactClaim claim(ChannelAddress address, NodeId node, Long... holding) {
        return get(fixture.state.facts().claim(fixture.bucket(address), node, List.of(holding)));
    }

    private static void finishAll(FactClaim claim) {
        claim.batches().forEach(batch -> get(fixture.state.facts().finish(batch)));
    }

    private static List<String> told(FactClaim claim) {
        return claim.batches().stream()
                .flatMap(batch -> batch.facts().stream())
                .map(fact -> fact.type() + " " + fact.channel()
                        + fact.userId().map(user -> " " + user).orElse("")
                        + (fact.subscriptions().isPresent()
                                ? " " + fact.subscriptions().getAsInt()
                                : ""))
                .toList();
    }
}
