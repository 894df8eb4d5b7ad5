package dev.reverb.benchmarks.load;

import dev.reverb.spi.websocket.MessageInflater;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What compressed messages say. A server that compresses a message once sends the same bytes to all, so nearly every one has been
 * inflated before, and is only compared: the generator has but one core.
 */
final class Inflated {

    private static final int KEPT = 64;
    private static final int LARGEST = 1 << 28;

    private record Message(byte[] deflated, byte[] text) {}

    private final MessageInflater inflater = new MessageInflater();
    private final @Nullable Message[] known = new Message[KEPT];
    private int newest;

    /** The text of a message, good as long as nobody changes it; null where it cannot be inflated. */
    byte @Nullable [] text(byte[] bytes, int from, int to) {
        for (int i = 0; i < KEPT; i++) {
            Message message = known[(newest - i) & (KEPT - 1)];
            if (message == null) {
                break;
            }
            if (Arrays.equals(message.deflated, 0, message.deflated.length, bytes, from, to)) {
                return message.text;
            }
        }
        return inflate(bytes, from, to);
    }

    private byte @Nullable [] inflate(byte[] bytes, int from, int to) {
        if (inflater.inflate(bytes, from, to - from, LARGEST) != MessageInflater.Outcome.WHOLE) {
            return null;
        }
        byte[] text = Arrays.copyOf(inflater.bytes(), inflater.length());
        newest = (newest + 1) & (KEPT - 1);
        known[newest] = new Message(Arrays.copyOfRange(bytes, from, to), text);
        return text;
    }
}
