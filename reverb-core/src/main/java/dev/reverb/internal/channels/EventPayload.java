package dev.reverb.internal.channels;

import dev.reverb.channel.CachedEvent;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.scaling.KeptMessage;
import java.util.Optional;

/**
 * The name and the data of an event, found in the text that subscribers get.
 *
 * @param event the name as JSON
 * @param data the data as JSON
 */
public record EventPayload(JsonSlice event, JsonSlice data) {

    private static final JsonSlice NOTHING = JsonSlice.of("\"\"");

    /** Reads a text. Where it is not what servers publish, what is missing is empty. */
    public static EventPayload read(byte[] payload) {
        JsonSlice[] found = {NOTHING, NOTHING};
        try {
            JsonReader.readObject(payload, 0, payload.length, (name, value) -> {
                if (value.isString() && name.equals("event")) {
                    found[0] = value;
                } else if (value.isString() && name.equals("data")) {
                    found[1] = value;
                }
            });
        } catch (MalformedJsonException foreign) {
            return new EventPayload(NOTHING, NOTHING);
        }
        return new EventPayload(found[0], found[1]);
    }

    /** A kept event as the API tells of it; empty where it has no time left. */
    public static Optional<CachedEvent> cachedEvent(KeptMessage kept) {
        long nanos = kept.timeLeft().toNanos();
        if (nanos <= 0) {
            return Optional.empty();
        }
        EventPayload read = read(kept.payload());
        int secondsLeft = (int) ((nanos + 999_999_999L) / 1_000_000_000L);
        return Optional.of(new CachedEvent(read.event().string(), read.data().string(), secondsLeft));
    }
}
