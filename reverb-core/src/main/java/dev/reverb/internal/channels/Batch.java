package dev.reverb.internal.channels;

import dev.reverb.internal.connection.Connection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames that a {@link Segment} writes together, while it forms and writes them. Touched on its lane only. */
final class Batch {

    private static final int FRAMES = 4;

    private @Nullable Delivery[] deliveries = new Delivery[FRAMES];
    EncodedFrame[] frames = new EncodedFrame[FRAMES];
    int count;
    int bytes;

    /** The frames as those get them who take compressed ones; as many as there are frames once that was asked for. */
    private EncodedFrame[] compressedFrames = {};

    private int compressedBytes;
    private boolean compressed;

    /** How many members get all frames; those behind are told apart by {@link #partials}. */
    int shared;

    /** How many of them have got them. */
    int position;

    final List<Partial> partials = new ArrayList<>(0);

    /** A member that does not get every frame: those from {@code from} on, less the skipped. */
    static final class Partial {
        final Subscription subscription;
        final int from;
        long skipped;

        Partial(Subscription subscription, int from) {
            this.subscription = subscription;
            this.from = from;
        }
    }

    /** Begins a batch for a segment's members. */
    void begin(int members) {
        shared = members;
        position = 0;
        bytes = 0;
        partials.clear();
    }

    void add(Delivery delivery) {
        if (count == frames.length) {
            frames = Arrays.copyOf(frames, count * 2);
            deliveries = Arrays.copyOf(deliveries, count * 2);
        }
        frames[count] = delivery.frame();
        deliveries[count] = delivery;
        bytes += delivery.frame().size();
        count++;
    }

    /**
     * Has the frames compressed and joined, once, where the first is met who takes that.
     *
     * @param owner whose joint buffer they go into
     * @return whether that makes a difference; not where there is no memory for it
     */
    boolean compress(Connection first, Object owner) {
        if (!compressed) {
            formCompressed(first);
            if (compressedBytes < bytes && !isJoined(first, owner)) {
                // Tried once for a batch: each try may have the collector run.
                compressedBytes = bytes;
            }
            compressed = true;
        }
        return compressedBytes < bytes;
    }

    private void formCompressed(Connection first) {
        if (compressedFrames.length < count) {
            compressedFrames = new EncodedFrame[frames.length];
        }
        compressedBytes = 0;
        for (int i = 0; i < count; i++) {
            EncodedFrame form = first.sharedForm(frames[i]);
            compressedFrames[i] = form;
            compressedBytes += form.size();
        }
    }

    private boolean isJoined(Connection first, Object owner) {
        return first.worker().compressedJoint(owner, compressedFrames, count, compressedBytes) != null;
    }

    /** Behind {@link #compress}. */
    EncodedFrame[] compressedFrames() {
        return compressedFrames;
    }

    /** The length of {@link #compressedFrames} together. */
    int compressedBytes() {
        return compressedBytes;
    }

    Partial setApart(Subscription subscription, int from) {
        Partial partial = new Partial(subscription, from);
        partials.add(partial);
        return partial;
    }

    Partial partialOf(Subscription subscription) {
        for (Partial partial : partials) {
            if (partial.subscription == subscription) {
                return partial;
            }
        }
        throw new IllegalStateException("A member behind the shared ones is not told apart.");
    }

    /** Empties the batch, and tells its deliveries that they have arrived. */
    @SuppressWarnings("NullAway") // behind the used part of the arrays
    void end() {
        int ended = count;
        count = 0;
        for (int i = 0; i < ended; i++) {
            Delivery delivery = deliveries[i];
            frames[i] = null;
            deliveries[i] = null;
            delivery.end();
        }
        if (compressed) {
            compressed = false;
            Arrays.fill(compressedFrames, null);
        }
    }
}
