package dev.reverb.internal.channels;

import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.spi.websocket.EncodedFrame;

/**
 * The last event that was published to a cache channel.
 *
 * @param frame the frame, for those who subscribe
 * @param event its name as JSON, in bytes of its own
 * @param data its data as JSON, in bytes of its own
 * @param expiresAt when it is kept no longer, in nanoseconds of the ticker
 */
record KeptEvent(EncodedFrame frame, JsonSlice event, JsonSlice data, long expiresAt) {}
