package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * The engine's side of one connection, as the kit plays it: it writes down every call, checks what holds for all of them
 * (on the lane, one at a time, none after the last), and answers pings, Closes and violations as the engine does.
 */
final class RecordingHandler implements ConnectionHandler {

    private final TransportConnection connection;
    private final Lane lane;
    private final boolean framesItself;
    private final Signal signal;
    private final String target;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Queue<EncodedFrame> waiting = new ArrayDeque<>();
    private final BiConsumer<RecordingHandler, String> onText;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger refusedWrites = new AtomicInteger();
    private final AtomicInteger writables = new AtomicInteger();
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean blocked;
    private boolean writing;
    private boolean closing;
    private boolean finished;
    private boolean gone;

    RecordingHandler(
            HttpRequest request,
            TransportConnection connection,
            boolean framesItself,
            BiConsumer<RecordingHandler, String> onText,
            Signal signal) {
        this.framesItself = framesItself;
        this.signal = signal;
        this.connection = connection;
        this.lane = connection.lane();
        this.target = request.path() + (request.query() == null ? "" : "?" + request.query());
        this.onText = onText;
    }

    // What the transport calls.

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        String text = new String(utf8, offset, length, UTF_8);
        record("text " + text, () -> onText.accept(this, text));
    }

    @Override
    public void onCompressedText(byte[] deflated, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(deflated, offset, offset + length);
        record("compressed " + HexFormat.of().formatHex(copy), () -> {});
    }

    @Override
    public void onPing(byte[] payload, int offset, int length) {
        EncodedFrame pong = EncodedFrame.pong(payload, offset, length);
        record("ping " + new String(payload, offset, length, UTF_8), () -> write(pong));
    }

    @Override
    public void onPong() {
        record("pong", () -> {});
    }

    @Override
    public void onClose(int code) {
        record("close " + code, () -> {
            if (!closing) {
                write(EncodedFrame.close(code, ""));
            }
            disconnectWhenWritten();
        });
    }

    @Override
    public void onViolation(int closeCode, String reason) {
        record("violation " + closeCode, () -> {
            write(EncodedFrame.close(closeCode, reason));
            disconnectWhenWritten();
        });
        check(reason.getBytes(UTF_8).length <= 123, "The reason is too long for a Close frame: " + reason);
    }

    @Override
    public void onWritable() {
        boolean expected = blocked;
        record("writable", () -> {
            check(expected, "onWritable came without need");
            check(!writing, "onWritable came within a write");
            blocked = false;
            drain();
            if (finished) {
                disconnectWhenWritten();
            }
        });
    }

    @Override
    public void onDisconnect() {
        record("disconnect", () -> gone = true);
    }

    private void record(String call, Runnable reaction) {
        check(lane.inLane(), call + " came off the lane");
        check(!gone, call + " came after onDisconnect");
        check(busy.compareAndSet(false, true), call + " came during another call");
        if (call.equals("writable")) {
            writables.incrementAndGet();
        } else {
            calls.add(call);
        }
        try {
            reaction.run();
        } finally {
            busy.set(false);
            signal.happened();
        }
    }

    // What the engine does. On the lane.

    /** Writes a frame, or keeps it until there is room. */
    void write(EncodedFrame frame) {
        waiting.add(frame);
        if (!blocked) {
            drain();
        }
    }

    private void drain() {
        while (!blocked && (rest.hasRemaining() || !waiting.isEmpty())) {
            writing = true;
            if (connection instanceof RawConnection raw) {
                blocked = !writeRaw(raw);
            } else if (connection instanceof MessageConnection messages) {
                blocked = true;
                refusedWrites.incrementAndGet();
                EncodedFrame next = waiting.remove();
                taken.addAndGet(next.size());
                messages.send(next);
            }
            writing = false;
        }
    }

    private void disconnectWhenWritten() {
        finished = true;
        if (!rest.hasRemaining() && waiting.isEmpty()) {
            connection.disconnect();
        }
    }

    private boolean writeRaw(RawConnection raw) {
        if (!rest.hasRemaining()) {
            rest = waiting.remove().wire();
        }
        int before = rest.remaining();
        boolean more = LoanedBuffer.write(raw, rest, broken::add);
        taken.addAndGet(before - rest.remaining());
        if (!more) {
            refusedWrites.incrementAndGet();
        }
        return more;
    }

    /** Begins the closing handshake. */
    void close(int code, String reason) {
        closing = true;
        write(EncodedFrame.close(code, reason));
    }

    // What tests use, on any thread.

    /** Runs a piece of a test as the engine would: on the lane. */
    void onLane(Runnable task) {
        lane.execute(task);
    }

    TransportConnection connection() {
        return connection;
    }

    String target() {
        return target;
    }

    /**
     * Everything that was called but {@code onWritable}; and where a container answers pings, which it may tell as pings,
     * as pongs or not at all, but those.
     */
    List<String> calls() {
        return framesItself
                ? List.copyOf(calls)
                : calls.stream()
                        .filter(call -> !call.startsWith("ping") && !call.equals("pong"))
                        .toList();
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    boolean isDisconnected() {
        return calls.contains("disconnect");
    }

    /** How often {@code onWritable} was called. */
    int writables() {
        return writables.get();
    }

    /** How often the transport could not take a write at once. */
    int refusedWrites() {
        return refusedWrites.get();
    }

    /** How many bytes the transport has taken so far. */
    long taken() {
        return taken.get();
    }

    List<String> broken() {
        return List.copyOf(broken);
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            broken.add(wrong);
        }
    }
}
