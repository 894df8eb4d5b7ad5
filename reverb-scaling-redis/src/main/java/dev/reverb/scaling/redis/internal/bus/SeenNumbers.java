package dev.reverb.scaling.redis.internal.bus;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells the first time a message comes from its repetitions, on one topic. A sender numbers what it publishes, ascending on each topic,
 * and after an outage sends again, in the same order, everything that Redis has not confirmed. So of each sender exactly those are new
 * whose number is above the highest so far. Not thread-safe.
 */
final class SeenNumbers {

    /** How many senders are remembered; the one that came first is forgotten for the next. */
    static final int MAX_SENDERS = 64;

    private final Map<String, Long> highest = new LinkedHashMap<>(4) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_SENDERS;
        }
    };

    /**
     * Takes note of a message.
     *
     * @param sender who numbered it
     * @param number its number
     * @return true where it comes for the first time
     */
    boolean isNew(String sender, long number) {
        Long last = highest.get(sender);
        if (last != null && last >= number) {
            return false;
        }
        highest.put(sender, number);
        return true;
    }

    /** What has been seen, for tests. */
    Map<String, Long> highest() {
        return new HashMap<>(highest);
    }
}
