package dev.reverb.examples.shop.events;

import dev.reverb.broadcasting.PresenceChannel;
import dev.reverb.broadcasting.ShouldBroadcastNow;
import java.util.List;

/** Somebody has said something in a room: sent at once, past the queue. */
// [now]
public record MessagePosted(String room, String author, String text) implements ShouldBroadcastNow {
    @Override
    public List<PresenceChannel> broadcastOn() {
        return List.of(new PresenceChannel("chat." + room));
    }
}
// [now]
