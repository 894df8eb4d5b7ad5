package dev.reverb.engine.listeners;

import dev.reverb.event.EventPublished;
import dev.reverb.event.MessageReceived;
import dev.reverb.event.MessageSent;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.ServerListener;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.transport.Await;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Writes down every event that a listener can be told. */
final class EventLog {

    private static final String MARKER = "marker";

    private final List<ServerEvent> events = new ArrayList<>();
    private final List<String> threads = new ArrayList<>();
    private int markers;

    /** Told everything. */
    ServerListener listener() {
        return (ServerListener) Proxy.newProxyInstance(
                ServerListener.class.getClassLoader(),
                new Class<?>[] {ServerListener.class},
                (proxy, method, arguments) -> {
                    add((ServerEvent) arguments[0]);
                    return null;
                });
    }

    private synchronized void add(ServerEvent event) {
        events.add(event);
        threads.add(Thread.currentThread().getName());
    }

    synchronized List<String> threads() {
        return threads.stream().distinct().toList();
    }

    private synchronized int indexOf(String marker) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof EventPublished event && event.data().equals(marker)) {
                return i;
            }
        }
        return -1;
    }

    /** All that has happened since the last time on a server that rests, but messages. */
    List<ServerEvent> take(ReverbTester reverb) {
        return take(reverb, event -> !(event instanceof MessageSent) && !(event instanceof MessageReceived));
    }

    /** The messages among what has happened. */
    List<ServerEvent> takeMessages(ReverbTester reverb) {
        return take(reverb, event -> event instanceof MessageSent || event instanceof MessageReceived);
    }

    private List<ServerEvent> take(ReverbTester reverb, Predicate<ServerEvent> wanted) {
        String marker = MARKER + markers++;
        reverb.publish(MARKER, MARKER, marker);
        Await.until("the listener to be told", () -> indexOf(marker) >= 0);
        synchronized (this) {
            int end = indexOf(marker);
            List<ServerEvent> taken =
                    events.subList(0, end).stream().filter(wanted).toList();
            events.subList(0, end + 1).clear();
            return taken;
        }
    }

    /** What is left when the server has ended. */
    synchronized List<ServerEvent> rest() {
        return List.copyOf(events);
    }
}
