package dev.reverb.tck;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What must hold at the end of every test with a {@link ReverbTester}. */
final class Invariants {

    /** In real time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Invariants() {}

    static void checkErrorsWereRead(InMemoryClient client, List<String> broken) {
        client.unread().stream()
                .filter(frame -> frame.isText() && isError(frame.text()))
                .forEach(frame -> broken.add("A client has not read its error " + frame));
    }

    private static boolean isError(String message) {
        return message.startsWith("{\"event\":\"pusher:error\"")
                || message.startsWith("{\"event\":\"pusher:subscription_error\"");
    }

    /** All clients have vanished: no connection, no subscription, no occupied channel may be left. */
    static void checkNothingIsLeft(ReverbTester reverb, Application application, List<String> broken) {
        int connections = reverb.await(reverb.server().connectionCount(application.id()));
        if (connections != 0) {
            broken.add(connections + " connections of " + application.id() + " are left without a client");
        }
        checkNoChannelIsLeft(reverb, application, "", broken);
        checkNoChannelIsLeft(reverb, application, "#", broken);
    }

    private static void checkNoChannelIsLeft(
            ReverbTester reverb, Application application, String prefix, List<String> broken) {
        Map<String, ChannelInfo> channels = reverb.await(reverb.server().channels(application.id(), prefix));
        if (!channels.isEmpty()) {
            broken.add("Channels of " + application.id() + " are left without a subscriber: " + channels);
        }
    }

    /** The server has shut down. */
    static void checkEnd(ReverbTester reverb, List<String> broken) {
        if (!timersEnd(reverb)) {
            broken.add(reverb.clock().pendingTasks() + " timers are left after the shutdown");
        }
        if (reverb.transport().openConnections() != 0) {
            broken.add(reverb.transport().openConnections() + " connections are left after the shutdown");
        }
        broken.addAll(reverb.transport().violations());
    }

    /** The threads of user code, interceptors for one, have a moment to cancel theirs. */
    private static boolean timersEnd(ReverbTester reverb) {
        try {
            reverb.transport().await(() -> reverb.clock().pendingTasks() == 0, PATIENCE);
            return true;
        } catch (AssertionError left) {
            return false;
        }
    }
}
