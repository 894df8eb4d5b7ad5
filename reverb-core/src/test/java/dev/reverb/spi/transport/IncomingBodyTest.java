package dev.reverb.spi.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not need a socket; the rest is in the transports' kit. */
class IncomingBodyTest {

    private static final int LIMIT = 10;

    private final List<String> calls = new ArrayList<>();
    private boolean failing;
    private Runnable timer = () -> {};

    private final IncomingBody body = new IncomingBody(LIMIT, Duration.ofSeconds(1)) {
        @Override
        protected void handle(byte[] whole) {
            calls.add("handle " + new String(whole, UTF_8));
            if (failing) {
                throw new IllegalStateException("thrown by the test on purpose");
            }
        }

        @Override
        protected void refuse(HttpResponse answer) {
            calls.add("refuse " + answer.status());
        }

        @Override
        protected void over(boolean read) {
            calls.add(read ? "over" : "cut off");
        }

        @Override
        protected Runnable after(Duration delay, Runnable task) {
            calls.add("timed");
            timer = task;
            return () -> calls.add("called off");
        }
    };

    private void add(String part) {
        body.add(ByteBuffer.wrap(part.getBytes(UTF_8)));
    }

    private void assertCalls(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    /** A body that is refused, without what that calls. */
    private void refuse() {
        body.begin(LIMIT + 1);
        assertCalls("timed", "refuse 413");
    }

    @Test
    void isHandedOnWhole() {
        body.begin(LIMIT);
        add("hello");
        body.awaitMore();
        body.awaitMore();
        add("world");
        assertThat(body.isWanted()).isTrue();
        body.end();
        assertCalls("timed", "called off", "handle helloworld");
        assertThat(body.isWanted()).isFalse();
        assertThat(body.isRefused()).isFalse();
        assertThat(body.abandon()).isFalse();
    }

    @Test
    void isRefusedOnceWhenTooLarge() {
        body.begin(-1);
        add("helloworld");
        assertCalls();
        add("!");
        add("and more");
        assertThat(body.isRefused()).isTrue();
        assertThat(body.isWanted()).isTrue();
        assertCalls("timed", "refuse 413");
    }

    @Test
    void isOverOnceTheRestIsDroppedAndTheAnswerSent() {
        refuse();
        add("hello");
        body.answered(true);
        assertThat(body.isWanted()).isTrue();
        body.end();
        assertCalls("called off", "over");
        assertThat(body.isWanted()).isFalse();
    }

    @Test
    void isNotOverBeforeTheAnswerIsSent() {
        refuse();
        body.end();
        assertThat(body.isWanted()).isFalse();
        assertCalls();
        body.answered(true);
        assertCalls("called off", "over");
    }

    @Test
    void isCutOffBehindWhatIsDroppedAtMost() {
        refuse();
        body.answered(true);
        body.add(ByteBuffer.allocate(IncomingBody.MAX_DISCARDED));
        assertThat(body.isWanted()).isTrue();
        add("x");
        assertThat(body.isWanted()).isFalse();
        assertCalls("called off", "cut off");
    }

    @Test
    void isCutOffWhenItsTimeIsUpEvenUnanswered() {
        refuse();
        timer.run();
        assertCalls("called off", "cut off");
        body.answered(true);
        body.end();
        assertThat(body.abandon()).isFalse();
        assertCalls();
    }

    @Test
    void isCutOffWhereTheAnswerCannotBeSent() {
        refuse();
        body.answered(false);
        assertCalls("called off", "cut off");
    }

    @Test
    void isCutOffWhereTheClientIsGone() {
        refuse();
        body.answered(true);
        assertThat(body.abandon()).isFalse();
        assertCalls("called off", "cut off");
    }

    @Test
    void hasAnotherTimeForTheRestWhenItIsTooLate() {
        body.awaitMore();
        timer.run();
        assertCalls("timed", "called off", "timed", "refuse 408");
        body.answered(true);
        timer.run();
        assertCalls("called off", "cut off");
    }

    @Test
    void isForgottenWhereItBreaksOff() {
        body.awaitMore();
        assertThat(body.abandon()).isTrue();
        body.end();
        assertCalls("timed", "called off");
    }

    @Test
    void anEngineThatFailsIsAnsweredFor() {
        failing = true;
        body.end();
        assertCalls("handle ", "refuse 500");
        body.answered(true);
        assertCalls("over");
    }
}
