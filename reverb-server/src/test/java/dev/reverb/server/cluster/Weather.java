package dev.reverb.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When Redis was away: what is published then goes out late, and not in the order of all. Any thread. */
final class Weather {

    /** What is published so shortly before Redis dies may still be on its way from there. */
    private static final long MARGIN = Duration.ofMillis(500).toNanos();

    private static final class Storm {
        private final long began = System.nanoTime();
        private long ended = Long.MAX_VALUE;
    }

    private final List<Storm> storms = new ArrayList<>();

    /** Redis is about to be taken away. */
    synchronized void storm() {
        storms.add(new Storm());
    }

    /** All nodes say that it is back. */
    synchronized void calm() {
        storms.get(storms.size() - 1).ended = System.nanoTime();
    }

    /** Which time of calm a span of time lies in, the first being 0; -1 where it lies in none. */
    synchronized int calmOf(long from, long to) {
        for (int i = 0; i < storms.size(); i++) {
            Storm storm = storms.get(i);
            if (to + MARGIN < storm.began) {
                return i;
            } else if (storm.ended == Long.MAX_VALUE || from - MARGIN < storm.ended) {
                return -1;
            }
        }
        return storms.size();
    }
}
