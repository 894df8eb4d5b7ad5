package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.bus.OwnPart.Difference;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnPartTest {

    private static final Member ADA = new Member("ada", Optional.empty());
    private static final Member BOB = new Member("bob", Optional.empty());

    private final OwnPart part = new OwnPart();

    private long operation;

    @Test
    void isSettledOnceRedisHasAnswered() {
        add(ADA);
        part.confirmAdd(ADA);

        assertThat(part.has("ada")).isTrue();
        assertThat(part.missing()).isEmpty();
        assertThat(part.confirmedMembers()).containsExactly(ADA);
    }

    @Test
    void forgetsAUserThatRedisHasForgotten() {
        add(ADA);
        part.confirmAdd(ADA);
        remove("ada");
        assertThat(part.isEmpty()).isFalse();

        part.confirmRemove("ada");

        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void saysAgainWhatWasSaidInAnOutageRemovalsFirst() {
        add(ADA);
        part.confirmAdd(ADA);
        part.add(BOB);
        part.remove("ada");

        assertThat(part.missing()).containsExactly(new Difference.Remove("ada"), new Difference.Add(BOB));
        assertThat(part.confirmedMembers()).containsExactly(ADA);
    }

    @Test
    void forgetsOneWhoCameAndWentInAnOutage() {
        part.add(ADA);
        part.remove("ada");

        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void saysAgainWhatHadNotRunWhenTheConnectionBroke() {
        add(ADA);
        add(BOB);
        part.confirmAdd(BOB);
        long before = operation;
        remove("bob");

        part.resolve(before - 2);

        assertThat(part.missing()).containsExactly(new Difference.Remove("bob"), new Difference.Add(ADA));
        assertThat(part.confirmedMembers()).containsExactly(BOB);
    }

    @Test
    void takesForConfirmedWhatHadRunWithoutAnAnswer() {
        add(BOB);
        part.confirmAdd(BOB);
        remove("bob");

        part.resolve(operation);

        assertThat(part.missing()).isEmpty();
        assertThat(part.confirmedMembers()).isEmpty();
        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void saysAgainThatAUserIsHereWhomTheChannelMayHaveRefused() {
        add(ADA);

        part.resolve(operation);

        assertThat(part.missing()).containsExactly(new Difference.Add(ADA));
        assertThat(part.confirmedMembers()).as("put back without being told").containsExactly(ADA);
        add(ADA);
        part.confirmAdd(ADA);
        assertThat(part.missing()).isEmpty();
    }

    @Test
    void theEndOfARemovalThatHasNotRunIsStillToBeTold() {
        add(ADA);
        part.confirmAdd(ADA);
        remove("ada");
        // Redis has lost its memory, and the connection breaks again while the part is put back.
        part.resolve(0);
        remove("ada");
        part.resolve(0);

        assertThat(part.confirmedMembers()).as("put back").containsExactly(ADA);
        assertThat(part.missing()).as("and removed").containsExactly(new Difference.Remove("ada"));
    }

    @Test
    void saysAgainThatOneIsGoneWhoMayStillArrive() {
        add(ADA);
        part.remove("ada");

        part.resolve(0);

        assertThat(part.missing()).containsExactly(new Difference.Remove("ada"));
        remove("ada");
        part.confirmRemove("ada");
        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void saysNothingAgainWhileItIsUnderWay() {
        add(ADA);
        part.count(2);
        part.sentCount(++operation, 2);

        assertThat(part.missing()).isEmpty();
    }

    @Test
    void keepsTheLastWordOfSeveralUnderWay() {
        add(ADA);
        remove("ada");
        part.confirmAdd(ADA);
        part.confirmRemove("ada");

        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void knowsWhichOfSeveralUnderWayHaveRun() {
        add(ADA);
        long added = operation;
        remove("ada");

        part.resolve(added);

        assertThat(part.confirmedMembers()).containsExactly(ADA);
        assertThat(part.missing()).containsExactly(new Difference.Remove("ada"));
    }

    @Test
    void takesAUserBackWhomAFullChannelRefused() {
        add(ADA);
        part.refuse(ADA);

        assertThat(part.has("ada")).isFalse();
        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void keepsAUserWhoWasAddedAgainBeforeTheRefusal() {
        Member again = new Member("ada", Optional.of("{}"));
        add(ADA);
        remove("ada");
        add(again);

        part.refuse(ADA);

        assertThat(part.has("ada")).isTrue();
    }

    @Test
    void saysAllAgainWhenItsPartWasTakenOut() {
        add(ADA);
        part.confirmAdd(ADA);
        part.count(3);
        part.sentCount(++operation, 3);
        part.confirmCount(3);
        assertThat(part.missing()).isEmpty();

        part.forgetConfirmed();

        assertThat(part.missing()).containsExactly(new Difference.Add(ADA), new Difference.Count(3));
        assertThat(part.confirmedMembers()).isEmpty();
    }

    @Test
    void saysACountAgainThatHadNotRun() {
        part.count(2);
        part.sentCount(++operation, 2);
        part.confirmCount(2);
        part.count(0);
        part.sentCount(++operation, 0);

        part.resolve(operation - 1);

        assertThat(part.confirmedSubscriptions()).isEqualTo(2);
        assertThat(part.missing()).containsExactly(new Difference.Count(0));
        part.sentCount(++operation, 0);
        part.confirmCount(0);
        assertThat(part.missing()).isEmpty();
        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void takesACountForConfirmedThatHadRunWithoutAnAnswer() {
        part.count(2);
        part.sentCount(++operation, 2);

        part.resolve(operation);

        assertThat(part.confirmedSubscriptions()).isEqualTo(2);
        assertThat(part.missing()).isEmpty();
    }

    private void add(Member member) {
        part.add(member);
        part.sentAdd(++operation, member);
    }

    private void remove(String userId) {
        part.remove(userId);
        part.sentRemove(++operation, userId);
    }
}
