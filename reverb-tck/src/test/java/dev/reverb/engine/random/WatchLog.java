package dev.reverb.engine.random;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is online of those whom one connection watches, as far as it has been told; it refuses what cannot be. */
final class WatchLog {

    private static final Pattern EVENTS =
            Pattern.compile("\\{\"events\":\\[\\{\"name\":\"(online|offline)\",\"user_ids\":\\[((?:\"\\w+\",?)+)]}]}");

    private final Queue<Set<String>> asked = new ArrayDeque<>();
    private Set<String> watched = Set.of();
    private final Set<String> online = new TreeSet<>();
    private boolean told;

    /** A sign-in has been sent that is to be answered. */
    void ask(Set<String> users) {
        asked.add(users);
    }

    /** It has been answered: from here on it is others who are watched. */
    void answered() {
        if (asked.isEmpty()) {
            throw new AssertionError("A sign-in was answered that nobody sent");
        }
        watched = asked.remove();
        online.clear();
        told = false;
    }

    void apply(String events) {
        Matcher matcher = EVENTS.matcher(events);
        if (!matcher.matches()) {
            throw new AssertionError("No events of a watchlist: " + events);
        }
        String[] users = matcher.group(2).replace("\"", "").split(",");
        if (told && users.length > 1) {
            throw new AssertionError("Several at once after the first time: " + events);
        }
        for (String user : users) {
            boolean changed = matcher.group(1).equals("online") ? online.add(user) : online.remove(user);
            if (!changed || !watched.contains(user)) {
                throw new AssertionError(
                        events + " was told of " + user + " to who watches " + watched + " and knows of " + online);
            }
        }
        told = true;
    }

    Set<String> watched() {
        return watched;
    }

    Set<String> online() {
        return online;
    }
}
