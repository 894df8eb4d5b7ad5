package dev.reverb.spi.websocket;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages (RFC 7692 section 7.2.2), each by itself, and none further than to its limit: a message that would be a
 * thousand times as large as what came is not made.
 *
 * <p>Has some 40 KiB outside of the heap until it is closed. One thread at a time, such as a lane.
 */
public final class MessageInflater implements AutoCloseable {

    /** What became of a message. */
    public enum Outcome {
        /** It lies in {@link #bytes()}. */
        WHOLE,

        /** It is larger than it may be. */
        TOO_LARGE,

        /** It is not deflated data, or ends within it. */
        MALFORMED
    }

    /**
     * The four bytes that every sender leaves off, and an empty last block: a message that is whole ends exactly there.
     */
    private static final byte[] TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

    /** How large a buffer is kept for the next message, in bytes. */
    private static final int KEPT = 64 * 1024;

    private static final int SMALLEST = 1_024;

    private final Inflater inflater = new Inflater(true);
    private byte[] bytes = new byte[SMALLEST];
    private int length;

    /** An inflater without a message. */
    public MessageInflater() {}

    /**
     * Inflates a message, up to its limit.
     *
     * @param deflated an array that holds what came
     * @param offset where it starts
     * @param size how many bytes came, its fragments together
     * @param max how many bytes the message may have
     * @return what became of it
     */
    public Outcome inflate(byte[] deflated, int offset, int size, int max) {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[SMALLEST];
        }
        try {
            inflater.setInput(deflated, offset, size);
            Outcome outcome = run(deflated, offset + size, max);
            return outcome == Outcome.WHOLE ? end(max) : outcome;
        } catch (DataFormatException broken) {
            return Outcome.MALFORMED;
        } finally {
            inflater.reset();
        }
    }

    private Outcome end(int max) throws DataFormatException {
        inflater.setInput(TAIL);
        Outcome outcome = run(TAIL, TAIL.length, max);
        return outcome == Outcome.WHOLE && !inflater.finished() ? Outcome.MALFORMED : outcome;
    }

    /** Inflates what has been given, up to {@code end} of an array. */
    private Outcome run(byte[] input, int end, int max) throws DataFormatException {
        while (true) {
            int room = roomFor(max);
            int made = inflater.inflate(bytes, length, room);
            length += made;
            if (length > max) {
                return Outcome.TOO_LARGE;
            }
            int left = inflater.getRemaining();
            if (inflater.finished() && left > 0) {
                // A block that says it is the last may have others behind it (RFC 7692 section 7.2.3.4).
                inflater.reset();
                inflater.setInput(input, end - left, left);
            } else if (left == 0 && made < room) {
                return Outcome.WHOLE;
            } else if (made == 0) {
                return Outcome.MALFORMED;
            }
        }
    }

    /** Room for the next piece, of one byte more than the message may have. */
    private int roomFor(int max) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(max + 1L, 2L * length));
        }
        return (int) Math.min(bytes.length, max + 1L) - length;
    }

    /**
     * The array that holds the message, from its beginning.
     *
     * @return good until the next call of {@link #inflate}
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * How long the message is.
     *
     * @return bytes; after {@link Outcome#WHOLE} only
     */
    public int length() {
        return length;
    }

    /** Frees the memory outside of the heap; the inflater takes no more messages. */
    @Override
    public void close() {
        inflater.end();
    }
}
