package dev.reverb.examples;

import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.ServerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The code of docs/listeners.md: an application that knows when it last saw each user. */
// [listener]
final class WhoIsOnline implements ServerListener {

    private final Map<String, Instant> lastSeen = new ConcurrentHashMap<>(); // read by other threads
    private Duration longest = Duration.ZERO; // this listener's own

    @Override
    public void onMemberAdded(MemberAdded event) {
        lastSeen.put(event.userId(), event.time());
    }

    @Override
    public void onMemberRemoved(MemberRemoved event) {
        lastSeen.put(event.userId(), event.time());
    }

    @Override
    public void onConnectionClosed(ConnectionClosed event) {
        if (event.openFor().compareTo(longest) > 0) {
            longest = event.openFor();
            System.out.println(
                    event.socketId() + " was open for " + longest + ", until " + event.code() + " by " + event.by());
        }
    }

    @Override
    public void onEventsMissed(EventsMissed event) {
        lastSeen.clear(); // and ask the server who is there
    }

    /** When each user came or went last. */
    Map<String, Instant> lastSeen() {
        return lastSeen;
    }
}
// [listener]
