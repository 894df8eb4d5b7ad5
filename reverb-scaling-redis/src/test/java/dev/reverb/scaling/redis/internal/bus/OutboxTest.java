package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int MAX_MESSAGES = 4;
    private static final int MAX_BYTES = 100;
    private static final Duration MAX_AGE = Duration.ofSeconds(60);

    private final FakeClock clock = new FakeClock();
    private final Outbox<String> outbox = new Outbox<>(MAX_MESSAGES, MAX_BYTES, MAX_AGE, clock);

    @Test
    void numbersAscending() {
        assertThat(add("a").number()).isEqualTo(1);
        assertThat(add("b").item()).isEqualTo("b2");
    }

    @Test
    void takesAsManyMessagesAsItMayAndNoMore() {
        for (int i = 0; i < MAX_MESSAGES; i++) {
            add("m");
        }
        assertThatThrownBy(() -> add("one more")).isInstanceOf(BusUnavailableException.class);
        assertThat(outbox.size()).isEqualTo(MAX_MESSAGES);
    }

    @Test
    void takesMoreWhileTheyGoOutAtOnceAndNoMoreThanThat() {
        Outbox<String> open = new Outbox<>(MAX_MESSAGES, Long.MAX_VALUE, MAX_AGE, clock);
        for (int i = 0; i < Outbox.MAX_UNDER_WAY; i++) {
            open.add(number -> "m", 1, true);
        }
        assertThatThrownBy(() -> open.add(number -> "m", 1, true)).isInstanceOf(BusUnavailableException.class);
    }

    @Test
    void takesAsManyBytesAsItMayAndNoMore() {
        outbox.add(number -> "m", MAX_BYTES - 1, false);
        outbox.add(number -> "m", 1, false);

        assertThatThrownBy(() -> outbox.add(number -> "m", 1, false)).isInstanceOf(BusUnavailableException.class);
        assertThat(outbox.bytes()).isEqualTo(MAX_BYTES);
    }

    @Test
    void forgetsWhatRedisHas() {
        Outbox.Entry<String> entry = sent("a", false);

        assertThat(outbox.acknowledged(entry)).isTrue();
        assertThat(outbox.size()).isZero();
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void keepsUntilItsEchoWhatIsToComeBack() {
        Outbox.Entry<String> entry = sent("a", true);
        outbox.acknowledged(entry);
        assertThat(outbox.size()).isEqualTo(1);

        outbox.echoed(entry.number());

        assertThat(outbox.size()).isZero();
    }

    @Test
    void takesTheEchoBeforeTheAnswerToo() {
        Outbox.Entry<String> entry = sent("a", true);
        outbox.echoed(entry.number());
        assertThat(outbox.size()).isEqualTo(1);

        assertThat(outbox.acknowledged(entry)).isTrue();

        assertThat(outbox.size()).isZero();
    }

    @Test
    void owesAfterADisconnectWhatWasUnderWayAndWhatHasNotComeBack() {
        Outbox.Entry<String> echoDue = sent("a", true);
        Outbox.Entry<String> underWay = sent("b", true);
        add("c");
        outbox.acknowledged(echoDue);

        List<Outbox.Entry<String>> owed = outbox.disconnected();

        assertThat(owed).containsExactly(echoDue, underWay);
        assertThat(outbox.waiting()).extracting(Outbox.Entry::item).containsExactly("b2", "c3");
    }

    @Test
    void doesNotTakeALateAnswerForOneOfTheNewConnection() {
        Outbox.Entry<String> entry = sent("a", false);
        outbox.disconnected();

        assertThat(outbox.acknowledged(entry)).isFalse();
        assertThat(outbox.waiting()).containsExactly(entry);
    }

    @Test
    void dropsWhatHasWaitedLongerThanItMay() {
        add("a");
        clock.advance(Duration.ofSeconds(1));
        add("b");
        clock.advance(MAX_AGE.minusSeconds(1));
        assertThat(outbox.expire()).as("just as old as it may be").isZero();

        clock.advance(Duration.ofNanos(1));

        assertThat(outbox.expire()).isEqualTo(1);
        assertThat(outbox.waiting()).extracting(Outbox.Entry::item).containsExactly("b2");
        assertThat(outbox.bytes()).isEqualTo(1);
    }

    @Test
    void doesNotDropWhatIsUnderWay() {
        sent("a", false);
        clock.advance(MAX_AGE.plusSeconds(1));

        assertThat(outbox.expire()).isZero();
    }

    @Test
    void owesWhatWillNotComeBack() {
        Outbox.Entry<String> acknowledged = sent("a", true);
        outbox.acknowledged(acknowledged);
        Outbox.Entry<String> underWay = sent("a", true);
        sent("b", true);
        sent("a", false);

        assertThat(outbox.forgetEchoes(text -> text.startsWith("a"))).containsExactly(acknowledged, underWay);

        outbox.acknowledged(underWay);
        assertThat(outbox.size()).isEqualTo(2);
        assertThat(outbox.forgetEchoes(text -> text.startsWith("a"))).isEmpty();
    }

    private Outbox.Entry<String> add(String text) {
        return outbox.add(number -> text + number, 1, false);
    }

    private Outbox.Entry<String> sent(String text, boolean echoDue) {
        Outbox.Entry<String> entry = add(text);
        outbox.sent(entry, echoDue);
        return entry;
    }
}
