package dev.reverb.scaling.redis.internal.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of subscriptions that wait for the next tick. Of several only the last goes out, and before it the zero that it would
 * hide: a channel that was empty in between was vacated, and who watches a user wants to know. Not thread-safe.
 */
final class PendingCount {

    private int last;
    private boolean waiting;
    private boolean zeroBefore;

    /**
     * Takes a number.
     *
     * @param subscriptions how many there are now
     * @return true where nothing was waiting before
     */
    boolean set(int subscriptions) {
        boolean first = !waiting;
        if (subscriptions == 0) {
            zeroBefore = false;
        } else if (waiting && last == 0) {
            zeroBefore = true;
        }
        last = subscriptions;
        waiting = true;
        return first;
    }

    /**
     * Takes what is to be sent.
     *
     * @return nothing, one number, or zero and a number
     */
    List<Integer> take() {
        List<Integer> numbers = new ArrayList<>(2);
        if (waiting && zeroBefore) {
            numbers.add(0);
        }
        if (waiting) {
            numbers.add(last);
        }
        waiting = false;
        zeroBefore = false;
        return numbers;
    }
}
