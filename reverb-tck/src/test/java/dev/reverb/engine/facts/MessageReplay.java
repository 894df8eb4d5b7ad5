package dev.reverb.engine.facts;

import dev.reverb.event.MessageReceived;
import dev.reverb.event.MessageSent;
import dev.reverb.tck.EventReplay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows each message, too. */
final class MessageReplay extends EventReplay {

    private final Map<String, List<String>> sent = new HashMap<>();
    private final Map<String, List<String>> received = new HashMap<>();

    @Override
    public synchronized void onMessageSent(MessageSent event) {
        sent.computeIfAbsent(event.socketId().toString(), first -> new ArrayList<>())
                .add(event.text());
    }

    @Override
    public synchronized void onMessageReceived(MessageReceived event) {
        received.computeIfAbsent(event.socketId().toString(), first -> new ArrayList<>())
                .add(event.text());
    }

    /** What went to a connection since the last time, in order. */
    synchronized List<String> takeSent(String socketId) {
        return take(sent, socketId);
    }

    /** What came from a connection since the last time, in order. */
    synchronized List<String> takeReceived(String socketId) {
        return take(received, socketId);
    }

    private static List<String> take(Map<String, List<String>> from, String socketId) {
        List<String> taken = from.remove(socketId);
        return taken == null ? List.of() : taken;
    }
}
