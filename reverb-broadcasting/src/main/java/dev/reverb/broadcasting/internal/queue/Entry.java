package dev.reverb.broadcasting.internal.queue;

import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import java.util.List;

/** A message that waits, or is under way. Changed by one thread at a time. */
final class Entry {

    private final QueuedBroadcast broadcast;
    private final long size;
    private final long since;
    private int attempts;

    /**
     * A message that has not been tried.
     *
     * @param since when it came, in the ticker's nanoseconds
     */
    Entry(QueuedBroadcast broadcast, long since) {
        this.broadcast = broadcast;
        this.size = sizeOf(broadcast.message());
        this.since = since;
    }

    QueuedBroadcast broadcast() {
        return broadcast;
    }

    List<String> channels() {
        return broadcast.message().channels();
    }

    /** How many bytes its names and its data are in UTF-8. */
    long size() {
        return size;
    }

    long since() {
        return since;
    }

    int attempts() {
        return attempts;
    }

    void tried() {
        attempts++;
    }

    static long sizeOf(BroadcastMessage message) {
        long size = utf8Length(message.event()) + utf8Length(message.data());
        for (String channel : message.channels()) {
            size += channel.length();
        }
        return size;
    }

    private static long utf8Length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Of a pair of surrogates each is half of four bytes.
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
