package dev.reverb.broadcasting.entity;

import dev.reverb.broadcasting.Broadcast;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.testing.BroadcastFake;
import java.util.List;

/** What was broadcast, a line each: {@code name on channels: data}. */
final class Told {

    private Told() {}

    static List<String> by(BroadcastFake fake) {
        return fake.broadcasts().stream().map(Told::line).toList();
    }

    private static String line(Broadcast broadcast) {
        List<String> channels = broadcast.channels().stream().map(Channel::name).toList();
        return broadcast.event() + " on " + String.join(" ", channels) + ": " + broadcast.data();
    }
}
