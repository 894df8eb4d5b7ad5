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

    @Test
    void isSettledOnceRedisHasAnswered() {
        part.add(ADA, true);
        part.confirmAdd(ADA);

        assertThat(part.has("ada")).isTrue();
        assertThat(part.missing()).isEmpty();
        assertThat(part.confirmedMembers()).containsExactly(ADA);
    }

    @Test
    void forgetsAUserThatRedisHasForgotten() {
        part.add(ADA, true);
        part.confirmAdd(ADA);
        part.remove("ada", true);
        assertThat(part.isEmpty()).isFalse();

        part.confirmRemove("ada");

        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void saysAgainWhatWasSaidInAnOutageRemovalsFirst() {
        part.add(ADA, true);
        part.confirmAdd(ADA);
        part.add(BOB, false);
        part.remove("ada", false);

        assertThat(part.missing()).containsExactly(new Difference.Remove("ada"), new Difference.Add(BOB));
        assertThat(part.confirmedMembers()).containsExactly(ADA);
    }

    @Test
    void forgetsOneWhoCameAndWentInAnOutage() {
        part.add(ADA, false);
        part.remove("ada", false);

        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void saysAgainWhatWasUnderWayWhenTheConnectionBroke() {
        part.add(ADA, true);
        part.add(BOB, true);
        part.confirmAdd(BOB);
        part.remove("bob", true);

        part.disconnected();

        assertThat(part.missing()).containsExactly(new Difference.Remove("bob"), new Difference.Add(ADA));
        assertThat(part.confirmedMembers()).as("neither is sure").isEmpty();
    }

    @Test
    void saysNothingAgainWhileItIsUnderWay() {
        part.add(ADA, true);

        assertThat(part.missing()).isEmpty();
    }

    @Test
    void keepsTheLastWordOfSeveralUnderWay() {
        part.add(ADA, true);
        part.remove("ada", true);
        part.confirmAdd(ADA);
        part.confirmRemove("ada");

        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void takesAUserBackWhomAFullChannelRefused() {
        part.add(ADA, true);
        part.refuse(ADA);

        assertThat(part.has("ada")).isFalse();
        assertThat(part.isEmpty()).isTrue();
    }

    @Test
    void keepsAUserWhoWasAddedAgainBeforeTheRefusal() {
        Member again = new Member("ada", Optional.of("{}"));
        part.add(ADA, true);
        part.remove("ada", true);
        part.add(again, true);

        part.refuse(ADA);

        assertThat(part.has("ada")).isTrue();
    }

    @Test
    void saysAllAgainWhenItsPartWasTakenOut() {
        part.add(ADA, true);
        part.confirmAdd(ADA);
        part.count(3);
        part.confirmCount(3);
        assertThat(part.missing()).isEmpty();

        part.forgetConfirmed();

        assertThat(part.missing()).containsExactly(new Difference.Add(ADA), new Difference.Count(3));
        assertThat(part.confirmedMembers()).isEmpty();
    }

    @Test
    void saysACountAgainThatMayHaveArrivedOrNot() {
        part.count(2);
        part.sentCount();
        part.disconnected();

        assertThat(part.missing()).containsExactly(new Difference.Count(2));
        part.confirmCount(2);
        assertThat(part.missing()).isEmpty();
        assertThat(part.confirmedSubscriptions()).isEqualTo(2);
    }
}
