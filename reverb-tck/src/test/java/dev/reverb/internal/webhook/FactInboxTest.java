package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.internal.channels.Fact;
import org.junit.jupiter.api.Test;

/** The bounds of what lanes put aside. */
class FactInboxTest {

    private static final Fact HALF = said("c", "x".repeat((int) FactInbox.MAX_CHARACTERS / 2));

    private final FactInbox inbox = new FactInbox();

    private int offer(Fact fact) {
        return inbox.offer(fact, 7, 3);
    }

    private Fact poll() {
        FactInbox.Entry entry = inbox.poll();
        return entry == null ? null : entry.fact();
    }

    @Test
    void asManyFactsAsMay() {
        assertThat(offer(occupied("a"))).isEqualTo(1);
        assertThat(offer(occupied("b"))).isEqualTo(2);
        assertThat(offer(occupied("c"))).isEqualTo(3);
        assertThat(offer(occupied("d"))).as("no room").isZero();
        assertThat(inbox.poll()).isEqualTo(new FactInbox.Entry(occupied("a"), 7));
        assertThat(offer(occupied("e"))).isEqualTo(3);
        assertThat(poll()).isEqualTo(occupied("b"));
        assertThat(poll()).isEqualTo(occupied("c"));
        assertThat(poll()).isEqualTo(occupied("e"));
        assertThat(poll()).isNull();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void asMuchDataAsMay() {
        assertThat(offer(HALF)).isEqualTo(1);
        assertThat(offer(HALF)).isEqualTo(2);
        assertThat(offer(said("c", "y"))).as("no room for data").isZero();
        assertThat(offer(occupied("a"))).as("but for what has none").isEqualTo(3);
        assertThat(poll()).isSameAs(HALF);
        assertThat(offer(HALF)).isEqualTo(3);
    }

    @Test
    void oneFactAlwaysFits() {
        Fact huge = said("c", "x".repeat((int) FactInbox.MAX_CHARACTERS + 1));
        assertThat(offer(huge)).isEqualTo(1);
        assertThat(offer(said("c", "y"))).isZero();
        assertThat(poll()).isSameAs(huge);
        assertThat(offer(said("c", "y"))).isEqualTo(1);
    }
}
