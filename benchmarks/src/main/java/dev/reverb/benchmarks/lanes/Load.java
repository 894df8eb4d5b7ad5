package dev.reverb.benchmarks.lanes;

/**
 * What is published, and to whom.
 *
 * @param title what the table says
 * @param channels how many there are
 * @param subscribers of each channel, in turn on each lane
 * @param window how many events may lack copies
 */
record Load(String title, int channels, int subscribers, int window) {

    /** The name of a channel; all are of one length, so that all frames are. */
    static String channel(int number) {
        return "channel-" + (100_000 + number);
    }
}
