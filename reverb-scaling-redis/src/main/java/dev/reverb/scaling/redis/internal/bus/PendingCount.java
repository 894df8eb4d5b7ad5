package dev.reverb.scaling.redis.internal.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of subscriptions that wait for the next tick. Of several above zero that follow each other only the last goes out; a zero
 * between others is not hidden, nor are others between zeros: a channel that was empty in between was vacated, one that was not was
 * occupied, and somebody wants to know. Not thread-safe.
 */
final class PendingCount {

    private final List<Integer> waiting = new ArrayList<>(2);

    /**
     * Takes a number.
     *
     * @param subscriptions how many there are now
     */
    void set(int subscriptions) {
        int last = waiting.size() - 1;
        if (last >= 0 && (waiting.get(last) == 0) == (subscriptions == 0)) {
            waiting.set(last, subscriptions);
        } else {
            waiting.add(subscriptions);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Takes what is to be sent.
     *
     * @return in order; zero and other numbers take turns
     */
    List<Integer> take() {
        List<Integer> numbers = List.copyOf(waiting);
        waiting.clear();
        return numbers;
    }
}
