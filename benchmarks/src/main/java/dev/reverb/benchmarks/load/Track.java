package dev.reverb.benchmarks.load;

/** Which numbers of one sequence a connection has got: each is to come once, and in order. */
final class Track {

    /** How far back it is known which numbers came. */
    private static final int KNOWN = 64;

    /** The next number expected. */
    private long next;

    /** Numbers below it that did not come. */
    private long missing;

    /** Bit i: the number i + 1 below the next one came. */
    private long seen;

    /** Books a number; false if it had come before. */
    boolean book(long number, Integrity integrity) {
        if (number >= next) {
            advance(number);
            return true;
        }
        if (missing == 0 || has(number)) {
            integrity.duplicated++;
            return false;
        }
        long back = next - 1 - number;
        if (back < KNOWN) {
            seen |= 1L << back;
        }
        missing--;
        integrity.reordered++;
        return true;
    }

    private void advance(long number) {
        long gap = number - next;
        missing += gap;
        seen = gap < KNOWN - 1 ? seen << (gap + 1) | 1 : 1;
        next = number + 1;
    }

    /** Whether a number came, as far as is known: what is too long ago counts as not. */
    boolean has(long number) {
        long back = next - 1 - number;
        return back >= 0 && back < KNOWN && (seen >> back & 1) != 0;
    }

    /** Whether it may still come, or is one of the missing. */
    boolean lacks(long number) {
        return number >= next || next - 1 - number < KNOWN && !has(number);
    }

    long next() {
        return next;
    }

    long missing() {
        return missing;
    }

    void forgive() {
        missing = 0;
    }

    void reset() {
        next = 0;
        missing = 0;
        seen = 0;
    }
}
