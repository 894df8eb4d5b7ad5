package dev.reverb.internal.connection;

import dev.reverb.spi.websocket.MessageDeflater;
import dev.reverb.spi.websocket.MessageInflater;
import org.jspecify.annotations.Nullable;

/**
 * What a lane compresses and inflates messages with (RFC 7692), one at a time for all its connections: no message refers to
 * another, so none of it belongs to a connection. Made when first needed. On the lane.
 */
final class LaneCompression {

    private @Nullable MessageDeflater deflater;
    private @Nullable MessageInflater inflater;

    MessageDeflater deflater() {
        MessageDeflater known = deflater;
        if (known == null) {
            known = new MessageDeflater();
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
