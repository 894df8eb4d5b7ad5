package dev.reverb.scaling.redis.internal.bus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which topics this node wants, and what Redis knows of that: the difference is what has to be sent. A topic that is wanted, not wanted
 * and wanted again while a command for it is on its way costs no further command, and one never has two on their way.
 *
 * <pre>
 *            nextBatch             subscribed
 *     IDLE ------------> JOINING ------------> JOINED
 *      ^                                          |
 *      |   unsubscribed                           | nextBatch, not wanted
 *      +------------------- LEAVING &lt;-------------+
 *
 *     disconnected: every topic is IDLE; those that are wanted go out with the next batches
 * </pre>
 *
 * <p>A batch goes out when the one before has been answered, so that an answer that goes astray concerns one batch only. Safe for any
 * thread.
 */
final class TopicTable {

    /** How many topics one command names at most: 1 000 of them are some 100 kB. */
    static final int MAX_BATCH = 1_000;

    private enum State {
        IDLE,
        JOINING,
        JOINED,
        LEAVING
    }

    /**
     * What to send now.
     *
     * @param subscribe topics to subscribe to
     * @param unsubscribe topics to leave
     */
    record Batch(List<String> subscribe, List<String> unsubscribe) {

        boolean isEmpty() {
            return subscribe.isEmpty() && unsubscribe.isEmpty();
        }
    }

    private static final class Topic {
        private boolean wanted;
        private State state = State.IDLE;

        private boolean isDue() {
            return state == State.IDLE && wanted || state == State.JOINED && !wanted;
        }
    }

    private final Map<String, Topic> topics = new HashMap<>();
    private final Set<String> due = new LinkedHashSet<>();
    private final Set<String> missing = new HashSet<>();
    private int unanswered;

    /**
     * Wants a topic.
     *
     * @param name the topic
     * @return true where Redis has confirmed it already, and has not been told otherwise since
     */
    synchronized boolean want(String name) {
        Topic topic = topics.computeIfAbsent(name, ignored -> new Topic());
        topic.wanted = true;
        settle(name, topic);
        return topic.state == State.JOINED;
    }

    /**
     * Does not want a topic any more.
     *
     * @param name the topic
     */
    synchronized void forget(String name) {
        Topic topic = topics.get(name);
        if (topic != null) {
            topic.wanted = false;
            missing.remove(name);
            settle(name, topic);
        }
    }

    /**
     * Takes what is to be sent, unless the last batch has not been answered yet.
     *
     * @return the commands; empty where there is nothing to send, or it is not time
     */
    synchronized Batch nextBatch() {
        List<String> subscribe = new ArrayList<>();
        List<String> unsubscribe = new ArrayList<>();
        if (unanswered == 0) {
            Iterator<String> names = due.iterator();
            while (names.hasNext() && subscribe.size() < MAX_BATCH && unsubscribe.size() < MAX_BATCH) {
                String name = names.next();
                names.remove();
                Topic topic = topics.get(name);
                if (topic != null) {
                    send(name, topic, subscribe, unsubscribe);
                }
            }
            unanswered = subscribe.size() + unsubscribe.size();
        }
        return new Batch(subscribe, unsubscribe);
    }

    private static void send(String name, Topic topic, List<String> subscribe, List<String> unsubscribe) {
        if (topic.wanted) {
            topic.state = State.JOINING;
            subscribe.add(name);
        } else {
            topic.state = State.LEAVING;
            unsubscribe.add(name);
        }
    }

    /**
     * Redis has confirmed a subscription.
     *
     * @param name the topic
     * @return true where it is still wanted
     */
    synchronized boolean subscribed(String name) {
        return answered(name, State.JOINING, State.JOINED);
    }

    /**
     * Redis has confirmed that a topic was left, or has dropped it by itself (its slot moved away), and then it goes out again.
     *
     * @param name the topic
     * @return true where it is wanted all the same
     */
    synchronized boolean unsubscribed(String name) {
        return answered(name, State.LEAVING, State.IDLE);
    }

    private boolean answered(String name, State before, State after) {
        Topic topic = topics.get(name);
        if (topic == null) {
            return false;
        }
        if (topic.state == before) {
            unanswered--;
            topic.state = after;
            missing.remove(name);
        } else if (after == State.IDLE && topic.state == State.JOINED) {
            topic.state = after;
        }
        settle(name, topic);
        return topic.wanted;
    }

    /** The connection is gone, and with it what Redis knew. */
    synchronized void disconnected() {
        unanswered = 0;
        due.clear();
        topics.values().removeIf(topic -> !topic.wanted);
        topics.forEach((name, topic) -> {
            topic.state = State.IDLE;
            due.add(name);
        });
    }

    /** There is a connection: takes note of what is wanted and not confirmed. */
    synchronized void connected() {
        missing.clear();
        topics.forEach((name, topic) -> {
            if (topic.wanted && topic.state != State.JOINED) {
                missing.add(name);
            }
        });
    }

    /** Whether Redis has confirmed all that was wanted when it was {@link #connected}, and still is. */
    synchronized boolean isWhole() {
        return missing.isEmpty();
    }

    /** Whether a batch could be sent now. */
    synchronized boolean isDue() {
        return unanswered == 0 && !due.isEmpty();
    }

    /** Whether a batch has not been answered yet. */
    synchronized boolean isUnanswered() {
        return unanswered > 0;
    }

    /** How many topics there are, in whichever state. */
    synchronized int size() {
        return topics.size();
    }

    private void settle(String name, Topic topic) {
        if (topic.isDue()) {
            due.add(name);
        } else {
            due.remove(name);
            if (topic.state == State.IDLE) {
                topics.remove(name);
            }
        }
    }
}
