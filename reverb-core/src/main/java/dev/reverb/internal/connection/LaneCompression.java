package dev.reverb.internal.connection;

import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.MessageDeflater;
import dev.reverb.spi.websocket.MessageInflater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane compresses and inflates messages with (RFC 7692), one at a time for all its connections: no message refers to
 * another, so none of it belongs to a connection. Made when first needed. On the lane.
 */
final class LaneCompression {

    private static final Logger LOG = LoggerFactory.getLogger(LaneCompression.class);

    private final Supplier<MessageDeflater> newDeflater;
    private @Nullable MessageDeflater deflater;
    private @Nullable MessageInflater inflater;
    private boolean toldOfMemory;

    LaneCompression() {
        this(MessageDeflater::new);
    }

    LaneCompression(Supplier<MessageDeflater> newDeflater) {
        this.newDeflater = newDeflater;
    }

    /** The compressed form of a frame; the frame itself where there is no memory to make it, which is as right. */
    EncodedFrame compressed(EncodedFrame frame) {
        try {
            return frame.compressed(deflater());
        } catch (OutOfMemoryError full) {
            if (!toldOfMemory) {
                toldOfMemory = true;
                LOG.warn(
                        "There is no memory to compress messages; they go out as they are while that is so: {}",
                        full.toString());
            }
            return frame;
        }
    }

    MessageDeflater deflater() {
        MessageDeflater known = deflater;
        if (known == null) {
            known = newDeflater.get();
            deflater = known;
        }
        return known;
    }

    MessageInflater inflater() {
        MessageInflater known = inflater;
        if (known == null) {
            known = new MessageInflater();
            inflater = known;
        }
        return known;
    }

    /** Frees what lies outside of the heap. What comes all the same makes it anew, and leaves it to the collector. */
    void end() {
        if (deflater != null) {
            deflater.close();
            deflater = null;
        }
        if (inflater != null) {
            inflater.close();
            inflater = null;
        }
    }
}
