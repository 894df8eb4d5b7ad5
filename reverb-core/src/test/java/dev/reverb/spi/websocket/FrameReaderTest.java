package dev.reverb.spi.websocket;

import static dev.reverb.spi.websocket.ClientFrames.CONTINUATION;
import static dev.reverb.spi.websocket.ClientFrames.FIN;
import static dev.reverb.spi.websocket.ClientFrames.KEY;
import static dev.reverb.spi.websocket.ClientFrames.PING;
import static dev.reverb.spi.websocket.ClientFrames.TEXT;
import static dev.reverb.spi.websocket.ClientFrames.close;
import static dev.reverb.spi.websocket.ClientFrames.concat;
import static dev.reverb.spi.websocket.ClientFrames.frame;
import static dev.reverb.spi.websocket.ClientFrames.header;
import static dev.reverb.spi.websocket.ClientFrames.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.spi.transport.TransportConnection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private final RecordingHandler handler = new RecordingHandler();
    private final FrameReader reader = new FrameReader(handler);

    @Test
    void handsOnAWholeMessageFromItsBuffer() {
        byte[] bytes = text("Hello");
        byte[][] seen = new byte[1][];
        FrameReader inPlace = new FrameReader(new RecordingHandler() {
            @Override
            public void onText(byte[] utf8, int offset, int length) {
                seen[0] = utf8;
            }
        });
        inPlace.read(ByteBuffer.wrap(bytes));
        assertThat(seen[0]).isSameAs(bytes);
    }

    @Test
    void leavesAReadOnlyBufferAsItIs() {
        byte[] bytes = text("Hello");
        reader.read(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        assertThat(handler.calls).containsExactly("text Hello");
        assertThat(bytes).isEqualTo(text("Hello"));
    }

    @Test
    void tellsOfTooLargeAMessageOnceItsHeaderHasArrived() {
        reader.setMaxMessageSize(10);
        reader.read(ByteBuffer.wrap(header(FIN | TEXT, 11, 0, KEY)));
        assertThat(handler.calls).containsExactly("violation 1009");
    }

    @Test
    void tellsOfTooLargeAMessageOnceTheHeaderOfItsFragmentHasArrived() {
        reader.setMaxMessageSize(10);
        reader.read(ByteBuffer.wrap(concat(frame(TEXT, "1234567890"), header(CONTINUATION, 1, 0, KEY))));
        assertThat(handler.calls).containsExactly("violation 1009");
    }

    @Test
    void limitsMessagesBeforeALimitIsSet() {
        int limit = TransportConnection.INITIAL_MAX_MESSAGE_SIZE;
        reader.read(ByteBuffer.wrap(text("x".repeat(limit))));
        reader.read(ByteBuffer.wrap(text("x".repeat(limit + 1))));
        assertThat(handler.calls).containsExactly("text " + "x".repeat(limit), "violation 1009");
    }

    @Test
    void refusesALimitBelowOne() {
        reader.setMaxMessageSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.setMaxMessageSize(0))
                .withMessageContaining("not 0");
    }

    @Test
    void aLoweredLimitHoldsForTheNextFragment() {
        reader.read(ByteBuffer.wrap(frame(TEXT, "12345")));
        reader.setMaxMessageSize(4);
        reader.read(ByteBuffer.wrap(frame(FIN | CONTINUATION, "")));
        assertThat(handler.calls).containsExactly("violation 1009");
    }

    @Test
    void deliversNothingWhilePausedNotEvenWhatHasBeenRead() {
        reader.pause();
        ByteBuffer bytes = ByteBuffer.wrap(concat(text("a"), text("b")));
        reader.read(bytes);
        assertThat(handler.calls).isEmpty();
        assertThat(bytes.position()).isZero();
        reader.resume();
        reader.read(bytes);
        assertThat(handler.calls).containsExactly("text a", "text b");
    }

    @Test
    void stopsBehindTheMessageThatPausedIt() {
        FrameReader[] pausing = new FrameReader[1];
        RecordingHandler once = new RecordingHandler() {
            @Override
            public void onText(byte[] utf8, int offset, int length) {
                super.onText(utf8, offset, length);
                pausing[0].pause();
            }
        };
        pausing[0] = new FrameReader(once);
        ByteBuffer bytes = ByteBuffer.wrap(concat(text("a"), frame(FIN | PING, "p"), text("b")));
        pausing[0].read(bytes);
        assertThat(once.calls).containsExactly("text a");
        assertThat(bytes.position()).isEqualTo(text("a").length);
        assertThat(pausing[0].isPaused()).isTrue();
        pausing[0].resume();
        pausing[0].read(bytes);
        assertThat(once.calls).containsExactly("text a", "ping p", "text b");
    }

    @Test
    void discardsEverythingAfterAClose() {
        ByteBuffer bytes = ByteBuffer.wrap(concat(close(1000, ""), text("late")));
        reader.read(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        ByteBuffer more = ByteBuffer.wrap(text("later"));
        reader.read(more);
        assertThat(more.hasRemaining()).isFalse();
        assertThat(handler.calls).containsExactly("close 1000");
    }

    @Test
    void discardsEverythingOnceItWasStoppedInAMessage() {
        FrameReader[] stopping = new FrameReader[1];
        RecordingHandler once = new RecordingHandler() {
            @Override
            public void onText(byte[] utf8, int offset, int length) {
                super.onText(utf8, offset, length);
                stopping[0].stop();
            }
        };
        stopping[0] = new FrameReader(once);
        ByteBuffer bytes = ByteBuffer.wrap(concat(text("a"), text("b")));
        stopping[0].read(bytes);
        assertThat(once.calls).containsExactly("text a");
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void discardsWhatIsLeftWhenStoppedWhilePaused() {
        reader.pause();
        reader.stop();
        ByteBuffer bytes = ByteBuffer.wrap(text("a"));
        reader.read(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(handler.calls).isEmpty();
    }

    @Test
    void takesALittleEndianBuffer() {
        ByteBuffer bytes = ByteBuffer.wrap(text("x".repeat(300)));
        reader.read(bytes.order(ByteOrder.LITTLE_ENDIAN));
        assertThat(handler.calls).containsExactly("text " + "x".repeat(300));
    }

    @Test
    void holdsNothingBetweenMessagesAndNoMoreThanTwiceWhatArrivedInside() {
        reader.setMaxMessageSize(1 << 20);
        reader.read(ByteBuffer.wrap(header(FIN | TEXT, 1 << 20, 8, 0)));
        assertThat(reader.heldBytes()).isZero();
        byte[] some = new byte[1000];
        for (int arrived = 1000; arrived < 1 << 20; arrived += 1000) {
            reader.read(ByteBuffer.wrap(some.clone()));
            assertThat(reader.heldBytes()).isBetween(arrived, Math.min(1 << 20, 2 * arrived));
        }
        reader.read(ByteBuffer.wrap(new byte[(1 << 20) % 1000]));
        assertThat(handler.calls).hasSize(1);
        assertThat(reader.heldBytes()).isZero();
        reader.read(ByteBuffer.wrap(frame(TEXT, "a")));
        assertThat(reader.heldBytes()).isEqualTo(1);
        reader.stop();
        assertThat(reader.heldBytes()).isZero();
    }

    @Test
    void manySmallFragmentsAreNotCopiedEachTime() {
        int grown = 0;
        int held = 0;
        reader.read(ByteBuffer.wrap(frame(TEXT, "a")));
        for (int i = 0; i < 5000; i++) {
            reader.read(ByteBuffer.wrap(frame(CONTINUATION, "a")));
            grown += reader.heldBytes() > held ? 1 : 0;
            held = reader.heldBytes();
        }
        assertThat(grown).isLessThan(15);
        reader.read(ByteBuffer.wrap(frame(FIN | CONTINUATION, "")));
        assertThat(handler.calls).containsExactly("text " + "a".repeat(5001));
    }

    @Test
    void takesSettingsBeforeItStarts() {
        FrameReader early = new FrameReader();
        early.setMaxMessageSize(3);
        early.pause();
        early.start(handler);
        ByteBuffer bytes = ByteBuffer.wrap(text("1234"));
        early.read(bytes);
        assertThat(bytes.position()).isZero();
        early.resume();
        early.read(bytes);
        assertThat(handler.calls).containsExactly("violation 1009");
    }

    @Test
    void startsOnce() {
        assertThatIllegalStateException().isThrownBy(() -> reader.start(handler));
    }

    @Test
    void readsNothingBeforeItStarts() {
        assertThatIllegalStateException().isThrownBy(() -> new FrameReader().read(ByteBuffer.wrap(text("early"))));
    }

    @Test
    void discardsWithoutStartingWhatComesToAStoppedOne() {
        FrameReader never = new FrameReader();
        never.stop();
        ByteBuffer bytes = ByteBuffer.wrap(text("late"));
        never.read(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
    }
}
