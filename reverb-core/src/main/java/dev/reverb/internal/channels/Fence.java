package dev.reverb.internal.channels;

import dev.reverb.internal.connection.LaneWorker;

/** Asks every segment of an emptied channel whether all before it is done; then the channel may retire. */
final class Fence implements LogEntry {

    private final Channel channel;
    private int outstanding;

    Fence(Channel channel, int segments) {
        this.channel = channel;
        this.outstanding = segments;
    }

    /** A segment has come to the fence. On that segment's lane. */
    void reached(LaneWorker lane) {
        if (lane == channel.home()) {
            passed();
        } else {
            channel.home().execute(this::passed);
        }
    }

    private void passed() {
        if (--outstanding == 0) {
            channel.fencePassed(this);
        }
    }
}
