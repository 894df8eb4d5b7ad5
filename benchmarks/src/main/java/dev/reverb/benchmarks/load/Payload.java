package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

import java.util.Arrays;

/**
 * The data of an event: {@code {"m":"seq:0000000000;ch:000000;…;end"}}, of which all but the JSON is the mark. Every byte of
 * a received mark is compared. Where JSON is wanted, {@code …} ends the string and has more fields.
 */
final class Payload {

    private static final byte[] SEQUENCE = ascii("seq:");
    private static final byte[] CHANNEL = ascii(";ch:");
    private static final byte[] ALPHABET = ascii("abcdefghijklmnopqrstuvwxyz0123456789");
    private static final byte[] END = ascii(";end");

    private static final int SEQUENCE_AT = 4;
    private static final int SEQUENCE_DIGITS = 10;
    private static final int CHANNEL_AT = 18;
    private static final int CHANNEL_DIGITS = 6;
    private static final int PAD_AT = 24;

    /** {"m":" and "}. */
    private static final int JSON = 8;

    private final byte[] pad;

    /** Where the mark was in the last frame: nearly always the same. */
    private int usualOffset;

    /**
     * Data of so many bytes.
     *
     * @param length at least 41
     * @param json whether it has orders, as an application's data might, or letters
     */
    static Payload of(int length, boolean json) {
        return json ? new Payload(ascii(Orders.text(length - JSON - PAD_AT))) : new Payload(length);
    }

    private Payload(byte[] pad) {
        this.pad = pad;
    }

    /**
     * Data of so many bytes, letters all of them.
     *
     * @param length at least 41
     */
    Payload(int length) {
        pad = new byte[length - JSON - PAD_AT];
        pad[0] = ';';
        int text = pad.length - END.length;
        for (int i = 1; i < text; i++) {
            pad[i] = ALPHABET[(i - 1) % ALPHABET.length];
        }
        System.arraycopy(END, 0, pad, text, END.length);
    }

    int markLength() {
        return PAD_AT + pad.length;
    }

    void write(ByteText text, int sequence, int channel) {
        text.add(SEQUENCE)
                .digits(sequence, SEQUENCE_DIGITS)
                .add(CHANNEL)
                .digits(channel, CHANNEL_DIGITS)
                .add(pad);
    }

    /** Where the mark begins in a message between two offsets, or -1. */
    int find(byte[] bytes, int from, int to) {
        int usual = from + usualOffset;
        if (to - usual >= SEQUENCE.length && Bytes.startsWith(bytes, usual, to, SEQUENCE)) {
            return usual;
        }
        int at = Bytes.indexOf(bytes, from, to, SEQUENCE);
        if (at >= 0) {
            usualOffset = at - from;
        }
        return at;
    }

    /** Whether a whole mark is at the offset, with any numbers. */
    boolean isIntact(byte[] bytes, int at, int to) {
        return to - at >= markLength()
                && Bytes.startsWith(bytes, at + SEQUENCE_AT + SEQUENCE_DIGITS, to, CHANNEL)
                && Arrays.equals(bytes, at + PAD_AT, at + markLength(), pad, 0, pad.length);
    }

    /** The number in an intact mark, or -1. */
    long sequence(byte[] bytes, int at) {
        return Bytes.digits(bytes, at + SEQUENCE_AT, SEQUENCE_DIGITS);
    }

    /** The channel in an intact mark, or -1. */
    int channel(byte[] bytes, int at) {
        return (int) Bytes.digits(bytes, at + CHANNEL_AT, CHANNEL_DIGITS);
    }
}
