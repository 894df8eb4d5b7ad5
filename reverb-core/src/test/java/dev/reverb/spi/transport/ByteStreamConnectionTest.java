package dev.reverb.spi.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.websocket.EncodedFrame;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes out before the first frame, and how a connection ends. */
class ByteStreamConnectionTest {

    /** A Close 1000 of a client, with a mask of zeros. */
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xE8};

    private static final EncodedFrame HELLO = EncodedFrame.text("hello");
    private static final String HELLO_BYTES = "\u0081\u0005hello";

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Queue<byte[]> arrived = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private boolean closed;
    private boolean shut;
    private int timers;
    private boolean disconnected;

    private final class SameThread extends ConnectionLane implements Lane {
        @Override
        public Lane lane() {
            return this;
        }

        @Override
        public void run(Runnable task) {
            task.run();
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public boolean inLane() {
            return true;
        }
    }

    private final class FakeConnection extends ByteStreamConnection {
        FakeConnection(ServerEndpoint endpoint) {
            super(new SameThread(), endpoint, fake(HttpRequest.class, (self, method, arguments) -> null));
        }

        @Override
        protected int fill(ByteBuffer buffer) {
            byte[] bytes = arrived.poll();
            if (bytes != null) {
                buffer.put(bytes);
            }
            return bytes == null ? 0 : bytes.length;
        }

        @Override
        protected boolean isDrainedByShortRead() {
            return true;
        }

        @Override
        protected void awaitBytes() {}

        @Override
        protected boolean send(ByteBuffer frames) {
            byte[] taken = new byte[Math.min(room, frames.remaining())];
            frames.get(taken);
            room -= taken.length;
            sent.add(new String(taken, ISO_8859_1));
            return !frames.hasRemaining();
        }

        @Override
        protected void shutdownOutput() {
            shut = true;
        }

        @Override
        protected void close(@Nullable Throwable cause) {
            closed = true;
        }

        @Override
        protected Runnable after(Duration delay, Runnable task) {
            timers++;
            return () -> timers--;
        }

        void openBehind(String answer) {
            unwritten(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
            open();
        }

        void roomAgain() {
            room = Integer.MAX_VALUE;
            writable();
        }

        void bytesArrive(byte[] bytes) {
            arrived.add(bytes.clone());
            readable();
        }

        void gone() {
            closed();
        }
    }

    private static <T> T fake(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    /** A connection whose engine does something when it takes over, and disconnects when it is told of a Close. */
    private FakeConnection connection(Engine engine) {
        FakeConnection[] made = new FakeConnection[1];
        ConnectionHandler handler = fake(ConnectionHandler.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "onClose", "onViolation" -> made[0].disconnect();
                case "onDisconnect" -> disconnected = true;
                default -> {}
            }
            return null;
        });
        made[0] = new FakeConnection(fake(ServerEndpoint.class, (self, method, arguments) -> {
            engine.takeOver((RawConnection) arguments[1]);
            return handler;
        }));
        return made[0];
    }

    private interface Engine {
        void takeOver(RawConnection connection);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void theAnswerGoesOutInOnePieceWithTheFirstFrame() {
        connection(raw -> {
                    ByteBuffer frame = HELLO.wire();
                    assertThat(raw.write(frame)).isTrue();
                    assertThat(frame.hasRemaining()).isFalse();
                    raw.write(HELLO.wire());
                })
                .openBehind("101");

        assertThat(sent).containsExactly("101" + HELLO_BYTES, HELLO_BYTES);
    }

    @Test
    void theAnswerDoesNotWaitForAnEngineThatHasNothingToSay() {
        connection(raw -> {}).openBehind("101");

        assertThat(sent).containsExactly("101");
    }

    @Test
    void theFirstFrameIsCutWhereThereIsNoMoreRoom() {
        room = 5;
        List<Integer> left = new ArrayList<>();
        FakeConnection connection = connection(raw -> {
            ByteBuffer frame = HELLO.wire();
            assertThat(raw.write(frame)).isFalse();
            left.add(frame.remaining());
        });
        connection.openBehind("101");
        connection.roomAgain();

        assertThat(left).containsExactly(5);
        assertThat(sent).containsExactly("101\u0081\u0005");
    }

    @Test
    void theRestOfTheAnswerComesBeforeAnyFrame() {
        room = 2;
        List<Integer> left = new ArrayList<>();
        FakeConnection connection = connection(raw -> {
            ByteBuffer frame = HELLO.wire();
            assertThat(raw.write(frame)).isFalse();
            left.add(frame.remaining());
        });
        connection.openBehind("101");
        connection.roomAgain();

        assertThat(left).containsExactly(7);
        assertThat(sent).containsExactly("10", "1");
    }

    @Test
    void theRestOfALoneAnswerIsWaitedFor() {
        room = 2;
        FakeConnection connection = connection(raw -> {});
        connection.openBehind("101");
        connection.roomAgain();
        connection.write(HELLO.wire());

        assertThat(sent).containsExactly("10", "1", HELLO_BYTES);
    }

    @Test
    void behindThePeersCloseNothingIsWaitedFor() {
        FakeConnection connection = connection(raw -> {});
        connection.openBehind("101");
        connection.bytesArrive(CLOSE);
        runTasks();

        assertThat(closed).isTrue();
        assertThat(shut).isFalse();
        assertThat(timers).isZero();
        connection.gone();
        assertThat(disconnected).isTrue();
    }

    @Test
    void aConnectionThatThisSideEndsLingers() {
        FakeConnection connection = connection(raw -> {});
        connection.openBehind("101");
        connection.disconnect();
        runTasks();

        assertThat(closed).isFalse();
        assertThat(shut).isTrue();
        assertThat(timers).isEqualTo(1);
        connection.gone();
        assertThat(timers).isZero();
    }

    @Test
    void aPeerThatBreaksTheProtocolIsReadToItsEnd() {
        FakeConnection connection = connection(raw -> {});
        connection.openBehind("101");
        connection.bytesArrive(new byte[] {(byte) 0x88, 0});
        runTasks();

        assertThat(closed).isFalse();
        assertThat(timers).isEqualTo(1);
    }
}
