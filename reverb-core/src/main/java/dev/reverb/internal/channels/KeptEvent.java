package dev.reverb.internal.channels;

import dev.reverb.channel.CachedEvent;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.Optional;

/**
 * The last event that was published to a cache channel.
 *
 * @param frame the frame, for those who subscribe
 * @param event its name as JSON, in bytes of its own
 * @param data its data as JSON, in bytes of its own
 * @param expiresAt when it is kept no longer, in nanoseconds of the ticker
 */
record KeptEvent(EncodedFrame frame, JsonSlice event, JsonSlice data, long expiresAt) {

    boolean isOver(long nanoTime) {
        return expiresAt - nanoTime <= 0;
    }

    /** As the API tells of it, with the seconds that are left; empty where it is over. */
    Optional<CachedEvent> cachedEvent(long nanoTime) {
        int secondsLeft = (int) ((expiresAt - nanoTime + 999_999_999L) / 1_000_000_000L);
        return isOver(nanoTime)
                ? Optional.empty()
                : Optional.of(new CachedEvent(event.string(), data.string(), secondsLeft));
    }
}
