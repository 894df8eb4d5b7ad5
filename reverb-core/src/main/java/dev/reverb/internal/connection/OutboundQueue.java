package dev.reverb.internal.connection;

import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * What waits for one connection: references to frames that are usually shared, and how much of the first is already out.
 * Touched on the connection's lane only.
 */
final class OutboundQueue {

    private final ArrayDeque<EncodedFrame> frames = new ArrayDeque<>(4);
    private int offset;
    private long bytes;

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** The bytes that wait. */
    long bytes() {
        return bytes;
    }

    void add(EncodedFrame frame) {
        frames.addLast(frame);
        bytes += frame.size();
    }

    /** Adds a frame of which {@code written} bytes are out already; only as the first. */
    void addBegun(EncodedFrame frame, int written) {
        add(frame);
        offset = written;
        bytes -= written;
    }

    EncodedFrame removeFirst() {
        EncodedFrame frame = frames.removeFirst();
        bytes -= frame.size();
        return frame;
    }

    /** Fills a buffer from the front; nothing is taken out. */
    void copyTo(ByteBuffer target) {
        int skip = offset;
        for (EncodedFrame frame : frames) {
            frame.copyTo(target, skip);
            if (!target.hasRemaining()) {
                return;
            }
            skip = 0;
        }
    }

    /** Takes out what has been written. */
    void consume(int written) {
        bytes -= written;
        int left = written + offset;
        while (!frames.isEmpty() && left >= frames.getFirst().size()) {
            left -= frames.removeFirst().size();
        }
        offset = left;
    }

    /** Drops all but a frame that is partly out; answers how many bytes that were. */
    long dropUnbegun() {
        long before = bytes;
        EncodedFrame begun = offset > 0 ? frames.getFirst() : null;
        frames.clear();
        bytes = 0;
        if (begun != null) {
            addBegun(begun, offset);
        }
        return before - bytes;
    }
}
