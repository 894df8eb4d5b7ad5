package dev.reverb.engine.random;

import dev.reverb.tck.ReceivedEvent;

/**
 * One thing that a connection was told about a channel.
 *
 * @param phase in which phase of the run
 * @param kind what it was
 * @param text a snapshot, an event's data, a member
 * @param userId the sender of a client event, or an empty string
 */
record Told(int phase, Kind kind, String text, String userId) {

    enum Kind {
        SUCCEEDED,
        MISS,
        PUBLISHED,
        WHISPERED,
        ADDED,
        REMOVED
    }

    static Told of(int phase, ReceivedEvent event) {
        return new Told(phase, kind(event.event()), event.data(), event.userId().orElse(""));
    }

    private static Kind kind(String event) {
        return switch (event) {
            case "pusher_internal:subscription_succeeded" -> Kind.SUCCEEDED;
            case "pusher:cache_miss" -> Kind.MISS;
            case "pusher_internal:member_added" -> Kind.ADDED;
            case "pusher_internal:member_removed" -> Kind.REMOVED;
            case "said" -> Kind.PUBLISHED;
            case "client-said" -> Kind.WHISPERED;
            default -> throw new AssertionError("Nobody sent " + event);
        };
    }

    @Override
    public String toString() {
        return phase + ":" + kind + "(" + text + (userId.isEmpty() ? "" : " by " + userId) + ")";
    }
}
