package dev.reverb.server.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A channel as one client sees it: from one subscription's answer until it ends. On the loop's thread. */
final class View {

    private static final int REMEMBERED = 12;

    /** One subscription, from its answer to its end. */
    static final class Period {
        final String who;
        final String channel;
        final String socketId;
        final long began = System.nanoTime();
        final List<Long> events = new ArrayList<>();

        /** Who came ({@code +user}) and went ({@code -user}). */
        final List<String> changes = new ArrayList<>();

        boolean open = true;

        Period(String who, String channel, String socketId) {
            this.who = who;
            this.channel = channel;
            this.socketId = socketId;
        }

        @Override
        public String toString() {
            return who + " (" + socketId + ") on " + channel;
        }
    }

    final String channel;

    /** Whether the client wants to be on the channel. */
    boolean wanted;

    /** Whether it has asked to be, and is not answered yet. */
    boolean asked;

    /** Users with what is known of them, of a presence channel. */
    final Map<String, String> members = new TreeMap<>();

    /** The number of subscriptions that was told last; negative while none was. */
    int count = -1;

    /** The present subscription; null where there is none. */
    Period period;

    private final Deque<String> last = new ArrayDeque<>();

    View(String channel) {
        this.channel = channel;
    }

    boolean isPresence() {
        return channel.startsWith("presence-");
    }

    /** Whether the server has answered, and the client is on the channel. */
    boolean isOn() {
        return period != null;
    }

    void begin(String who, String socketId) {
        asked = false;
        members.clear();
        count = -1;
        period = new Period(who, channel, socketId);
    }

    void end() {
        asked = false;
        if (period != null) {
            period.open = false;
            period = null;
        }
    }

    void remember(String line) {
        if (last.size() == REMEMBERED) {
            last.remove();
        }
        last.add(line);
    }

    /** What came last, for whoever has to find out why something is wrong. */
    String lastLines() {
        return String.join("\n      ", last);
    }
}
