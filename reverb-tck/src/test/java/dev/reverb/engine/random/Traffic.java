package dev.reverb.engine.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was published and whispered in a run, by whom and not to whom. Every event's text is its own. */
final class Traffic {

    /**
     * One event.
     *
     * @param number its place among all events of the run
     * @param excluded the socket id of who does not get it, or an empty string
     */
    record Published(int number, String channel, int phase, String excluded) {

        String text() {
            return "event-" + number;
        }
    }

    private final List<Published> published = new ArrayList<>();
    private final Map<String, RandomClient> senders = new HashMap<>();
    private final Map<String, String> excluded = new HashMap<>();
    private int count;
    private boolean piledUp;

    /** Takes note of an event to several channels. */
    String publish(List<String> channels, int phase, String except) {
        int number = count++;
        channels.forEach(channel -> published.add(new Published(number, channel, phase, except)));
        String text = "event-" + number;
        excluded.put(text, except);
        return text;
    }

    /** How many events there have been; they carry the numbers below. */
    int moment() {
        return count;
    }

    /** More is published than may wait on a lane: it gets into the channels later than it was published. */
    void piledUp() {
        piledUp = true;
    }

    /** Whether an event was in its channel's mailbox before a moment. */
    boolean isBefore(Told published, int moment) {
        return !piledUp && numberOf(published) < moment;
    }

    String whisper(RandomClient sender) {
        String text = "event-" + count++;
        senders.put(text, sender);
        excluded.put(text, sender.socketId());
        return text;
    }

    /** The number that a text carries. */
    static int numberOf(Told told) {
        return Integer.parseInt(told.text().substring("event-".length()));
    }

    Map<String, String> excluded() {
        return excluded;
    }

    RandomClient senderOf(Told whisper) {
        RandomClient sender = senders.get(whisper.text());
        if (sender == null) {
            throw new AssertionError("Nobody whispered " + whisper);
        }
        return sender;
    }

    Stream<Published> publishedTo(String channel) {
        return published.stream().filter(event -> event.channel().equals(channel));
    }
}
