package dev.reverb.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What watchers are told, in the exact text. */
final class WatchlistEvents {

    private WatchlistEvents() {}

    static String online(String... users) {
        return told("online", users);
    }

    static String offline(String... users) {
        return told("offline", users);
    }

    private static String told(String name, String... users) {
        String ids = Arrays.stream(users).map(user -> "\\\"" + user + "\\\"").collect(Collectors.joining(","));
        return "{\"event\":\"pusher_internal:watchlist_events\",\"data\":\"{\\\"events\\\":[{\\\"name\\\":\\\"" + name
                + "\\\",\\\"user_ids\\\":[" + ids + "]}]}\"}";
    }
}
