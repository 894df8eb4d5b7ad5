package dev.reverb.internal.channels;

import dev.reverb.spi.websocket.EncodedFrame;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One frame on its way to a channel's subscribers. Counts the segments that have yet to write it, and gives back the room
 * that it was admitted to when the last one has.
 */
public sealed class Delivery implements LogEntry permits Whisper {

    /** Excludes nobody; no socket id has this number. */
    public static final long NOBODY = -1;

    private final EncodedFrame frame;
    private final long excluded;
    private final Runnable done;
    private final AtomicInteger outstanding = new AtomicInteger();

    /**
     * @param frame what everyone gets
     * @param excluded the socket id, as one number, of the connection that does not, or {@link #NOBODY}
     * @param done called once on some lane, when the frame has been handed to every subscriber
     */
    public Delivery(EncodedFrame frame, long excluded, Runnable done) {
        this.frame = frame;
        this.excluded = excluded;
        this.done = done;
    }

    EncodedFrame frame() {
        return frame;
    }

    long excluded() {
        return excluded;
    }

    /** Instead of {@link #begin}, where there is no channel to deliver to. */
    public void reachesNobody() {
        done.run();
    }

    /** In the mailbox, before the delivery is written into logs. */
    void begin(int segments) {
        if (segments == 0) {
            reachesNobody();
        } else {
            outstanding.set(segments);
        }
    }

    /** A segment is done with it. */
    void end() {
        if (outstanding.decrementAndGet() == 0) {
            done.run();
        }
    }
}
