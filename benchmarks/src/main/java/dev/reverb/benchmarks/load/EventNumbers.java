package dev.reverb.benchmarks.load;

/**
 * Numbers all events of a run in the order in which they are to be sent. A sequence is 0, 1, 2, … on one channel or, where
 * publishers share one, of one publisher. Publishes go round the sequences, a batch at a time.
 */
final class EventNumbers {

    private final int sequences;
    private final int batch;

    EventNumbers(int sequences, int batch) {
        this.sequences = sequences;
        this.batch = batch;
    }

    int sequences() {
        return sequences;
    }

    /** Which event the number of a sequence is. */
    long event(int sequence, long number) {
        long inBatch = number % batch;
        return (number - inBatch) * sequences + (long) sequence * batch + inBatch;
    }

    int sequence(long event) {
        return (int) (event / batch % sequences);
    }

    long number(long event) {
        return event / batch / sequences * batch + event % batch;
    }
}
