package dev.reverb.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.SocketId;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.UserSignedIn;
import dev.reverb.spi.websocket.EncodedFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits, and the edges of how much may. */
class NoticeQueueTest {

    private static final SocketId SOCKET = new SocketId(1, 2);

    private final NoticeQueue queue = new NoticeQueue(3, 100);
    private long now = 1_000;

    private static Notice notice(String user, long millis, long bytes) {
        return new Notice.One<>(
                EventKind.USER_SIGNED_IN, millis, bytes, time -> new UserSignedIn("app", time, SOCKET, user));
    }

    private int offer(String user) {
        return queue.offer(notice(user, now++, 0));
    }

    private static Notice sent(int connections, int frames) {
        long[] keys = new long[connections];
        EncodedFrame[] all = new EncodedFrame[frames];
        for (int i = 0; i < connections; i++) {
            keys[i] = 7L << 32 | i;
        }
        for (int i = 0; i < frames; i++) {
            all[i] = EncodedFrame.text("m" + i);
        }
        return Notice.Sent.of("app", 5, keys, all);
    }

    /** Takes the oldest out, which there is. */
    private List<ServerEvent> take() throws InterruptedException {
        Notice notice = queue.take();
        List<ServerEvent> events = new ArrayList<>();
        for (int i = 0; notice != null && i < notice.events(); i++) {
            events.add(notice.event(i));
        }
        return events;
    }

    private void expect(String user) throws InterruptedException {
        assertThat(take())
                .singleElement()
                .extracting(event -> ((UserSignedIn) event).userId())
                .isEqualTo(user);
    }

    private void expectMissed(long since, long count) throws InterruptedException {
        assertThat(take()).containsExactly(new EventsMissed(Instant.ofEpochMilli(since), count));
    }

    @Test
    void asMuchAsMayWaitsInOrder() throws InterruptedException {
        for (String user : List.of("a", "b", "c")) {
            assertThat(offer(user)).isZero();
        }
        for (String user : List.of("a", "b", "c")) {
            expect(user);
        }
    }

    @Test
    void oneMoreIsDroppedAndToldInItsPlace() throws InterruptedException {
        offer("a");
        offer("b");
        offer("c");
        assertThat(offer("d")).isEqualTo(1);
        assertThat(offer("e")).isEqualTo(1);
        expect("a");
        assertThat(offer("f")).isZero();
        assertThat(offer("g")).isEqualTo(1);
        expect("b");
        expect("c");
        expectMissed(1_003, 2);
        expect("f");
        expectMissed(1_006, 1);
    }

    @Test
    void whatWasDroppedElsewhereTakesNoRoomAndIsToldWhereItWouldHaveCome() throws InterruptedException {
        queue.missed(2, 500);
        queue.missed(3_000_000_000L, 600);
        offer("a");
        offer("b");
        assertThat(offer("c")).isZero();
        queue.missed(1, 700);
        assertThat(offer("d")).isEqualTo(1);
        expectMissed(500, 3_000_000_002L);
        expect("a");
        expect("b");
        expect("c");
        expectMissed(700, 2);
        queue.close();
        queue.missed(1, 800);
        assertThat(queue.take()).isNull();
    }

    @Test
    void roomIsThereAsSoonAsOneIsTaken() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            assertThat(offer("a" + i)).isZero();
            assertThat(offer("b" + i)).isZero();
            assertThat(offer("c" + i)).isZero();
            expect("a" + i);
            expect("b" + i);
            expect("c" + i);
        }
    }

    @Test
    void ofMessagesToManyThoseAreTakenThatThereIsRoomFor() throws InterruptedException {
        offer("a");
        assertThat(queue.offer(sent(2, 2))).isEqualTo(2);
        expect("a");
        assertThat(take())
                .extracting(Object::toString)
                .containsExactly("MessageSent[app, 7.0, 2 characters]", "MessageSent[app, 7.0, 2 characters]");
        expectMissed(5, 2);
        assertThat(queue.offer(sent(3, 1))).isZero();
        assertThat(take()).hasSize(3);
    }

    @Test
    void whatWaitsIsBoundedInBytesBeforeANotice() throws InterruptedException {
        assertThat(queue.offer(notice("a", 1, 99))).isZero();
        assertThat(queue.offer(notice("b", 2, 5_000))).isZero();
        assertThat(queue.offer(notice("c", 3, 0))).isEqualTo(1);
        expect("a");
        assertThat(queue.offer(notice("d", 4, 0))).isEqualTo(1);
        expect("b");
        assertThat(queue.offer(notice("e", 5, 0))).isZero();
        expectMissed(3, 2);
        expect("e");
    }

    @Test
    void onceClosedItTakesNothingMoreAndEnds() throws InterruptedException {
        offer("a");
        queue.close();
        assertThat(offer("b")).isEqualTo(1);
        expect("a");
        assertThat(queue.take()).isNull();
    }

    @Test
    void abandonedItSaysHowManyWereLeft() throws InterruptedException {
        offer("a");
        queue.offer(sent(2, 1));
        offer("c");
        assertThat(queue.abandon()).isEqualTo(3);
        assertThat(queue.take()).isNull();
    }
}
