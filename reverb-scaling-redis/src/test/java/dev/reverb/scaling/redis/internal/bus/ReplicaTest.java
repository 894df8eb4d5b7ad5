package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.bus.Replica.Outcome;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelChange.MemberAdded;
import dev.reverb.spi.scaling.ChannelChange.MemberRemoved;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaTest {

    private static final Member ADA = member("ada");
    private static final Member BOB = member("bob");
    private static final Member EVE = member("eve");

    private final List<ChannelChange> told = new ArrayList<>();
    private final Replica replica = new Replica(told::add);

    @Test
    void tellsNothingOfWhatItBeginsWith() {
        replica.reset(7, 3, List.of(ADA, BOB));

        assertThat(told).isEmpty();
        assertThat(replica.members()).containsExactly(ADA, BOB);
        assertThat(replica.subscriptions()).isEqualTo(3);
        assertThat(replica.version()).isEqualTo(7);
    }

    @Test
    void appliesTheNextChangeAndTellsIt() {
        replica.reset(7, 0, List.of(ADA));

        assertThat(replica.added(7, 9, BOB)).isEqualTo(Outcome.APPLIED);
        assertThat(replica.removed(9, 10, "ada", false)).isEqualTo(Outcome.APPLIED);
        assertThat(replica.counted(10, 12, 5, false)).isEqualTo(Outcome.APPLIED);

        assertThat(told).containsExactly(new MemberAdded(BOB), new MemberRemoved("ada"), new SubscriptionsChanged(5));
        assertThat(replica.version()).isEqualTo(12);
    }

    @Test
    void ignoresWhatTheSnapshotHadAlready() {
        replica.reset(7, 0, List.of(ADA));

        assertThat(replica.removed(5, 6, "ada", false)).isEqualTo(Outcome.KNOWN);
        assertThat(replica.added(6, 7, BOB)).isEqualTo(Outcome.KNOWN);

        assertThat(told).isEmpty();
    }

    @Test
    void seesAGapAndAppliesNothingThen() {
        replica.reset(7, 0, List.of(ADA));

        assertThat(replica.added(8, 9, BOB)).isEqualTo(Outcome.GAP);

        assertThat(told).isEmpty();
        assertThat(replica.version()).isEqualTo(7);
    }

    @Test
    void takesAVersionThatWentBackForAGap() {
        replica.reset(7, 0, List.of());

        assertThat(replica.added(3, 3, BOB)).isEqualTo(Outcome.GAP);
    }

    @Test
    void tellsTheDifferenceOfARefreshAndNoMore() {
        replica.reset(7, 2, List.of(ADA, BOB));

        replica.refresh(20, 3, List.of(BOB, EVE), false);

        assertThat(told).containsExactly(new MemberRemoved("ada"), new MemberAdded(EVE), new SubscriptionsChanged(3));
    }

    @Test
    void tellsAUserWithOtherInformationAsGoneAndBack() {
        Member other = new Member("ada", Optional.of("{\"name\":\"Ada\"}"));
        replica.reset(7, 0, List.of(ADA));

        replica.refresh(8, 0, List.of(other), true);

        assertThat(told).containsExactly(new MemberRemoved("ada"), new MemberAdded(other));
    }

    @Test
    void holdsBackWhoIsMissingAfterAnOutageUntilThereWasTimeEnough() {
        replica.reset(7, 9, List.of(ADA, BOB, EVE));

        replica.refresh(1, 2, List.of(EVE), true);
        assertThat(told).isEmpty();
        assertThat(replica.members()).containsExactlyInAnyOrder(ADA, BOB, EVE);
        replica.added(1, 2, BOB);
        assertThat(told).as("bob is back, and nobody saw him go").isEmpty();

        replica.release();

        assertThat(told).containsExactly(new MemberRemoved("ada"), new SubscriptionsChanged(2));
    }

    @Test
    void tellsAtOnceWhoIsNewAfterAnOutageAndAHigherCount() {
        replica.reset(7, 1, List.of(ADA));

        replica.refresh(3, 4, List.of(BOB), true);

        assertThat(told).containsExactly(new MemberAdded(BOB), new SubscriptionsChanged(4));
    }

    @Test
    void tellsOneWhoIsHeldBackAndThenSaidToHaveGone() {
        replica.reset(7, 0, List.of(ADA));
        replica.refresh(1, 0, List.of(), true);
        replica.added(1, 2, ADA);
        assertThat(told).isEmpty();

        replica.removed(2, 3, "ada", false);

        assertThat(told).containsExactly(new MemberRemoved("ada"));
    }

    @Test
    void holdsBackOneOfItsOwnWhomAnotherNodeHasTakenOut() {
        replica.reset(7, 0, List.of(ADA));

        replica.removed(7, 8, "ada", true);
        assertThat(told).isEmpty();
        replica.added(8, 9, ADA);
        replica.release();

        assertThat(told).isEmpty();
        assertThat(replica.members()).containsExactly(ADA);
    }

    @Test
    void goesByWhatTheNodeKnowsWhileRedisIsAway() {
        replica.reset(7, 4, List.of(ADA));

        replica.addLocally(BOB);
        replica.addLocally(BOB);
        replica.removeLocally("ada");
        replica.countLocally(-1);

        assertThat(told).containsExactly(new MemberAdded(BOB), new MemberRemoved("ada"), new SubscriptionsChanged(3));
    }

    @Test
    void whatItToldIsAlwaysWhatItKnowsAndInTheEndWhatRedisHas() {
        Random random = new Random(20261121);
        Map<String, Member> model = new LinkedHashMap<>();
        Map<String, Member> replay = new LinkedHashMap<>();
        long version = 100;
        for (int step = 0; step < 20_000; step++) {
            told.clear();
            Member user = new Member("u" + random.nextInt(5), Optional.of("i" + random.nextInt(2)));
            boolean lost = random.nextInt(4) == 0;
            long before = version;
            if (random.nextBoolean() && !model.containsKey(user.userId())) {
                model.put(user.userId(), user);
                version += 1 + random.nextInt(3);
                if (!lost && replica.added(before, version, user) == Outcome.GAP) {
                    replica.refresh(version, 0, List.copyOf(model.values()), random.nextBoolean());
                }
            } else if (model.remove(user.userId()) != null) {
                version += 1 + random.nextInt(3);
                if (!lost && replica.removed(before, version, user.userId(), random.nextBoolean()) == Outcome.GAP) {
                    replica.refresh(version, 0, List.copyOf(model.values()), random.nextBoolean());
                }
            }
            if (random.nextInt(10) == 0) {
                replica.release();
            }
            replay(replay);
            assertThat(replica.members()).containsExactlyInAnyOrderElementsOf(replay.values());
        }
        told.clear();
        replica.refresh(version, 0, List.copyOf(model.values()), false);
        replica.release();
        replay(replay);
        assertThat(replay).isEqualTo(model);
    }

    private void replay(Map<String, Member> replay) {
        for (ChannelChange change : told) {
            if (change instanceof MemberAdded added) {
                assertThat(replay.put(added.member().userId(), added.member()))
                        .as("told as added and not on the channel")
                        .isNull();
            } else if (change instanceof MemberRemoved removed) {
                assertThat(replay.remove(removed.userId()))
                        .as("told as removed and on the channel")
                        .isNotNull();
            }
        }
    }

    private static Member member(String userId) {
        return new Member(userId, Optional.empty());
    }
}
