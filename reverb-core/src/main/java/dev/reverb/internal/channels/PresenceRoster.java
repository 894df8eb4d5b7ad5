package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users of a presence channel, in the order of their arrival, each with the number of connections. Members are encoded
 * once; a snapshot only puts them together, and is kept until the next change. Touched in the channel's mailbox only.
 */
final class PresenceRoster {

    private static final class Entry {
        final @Nullable JsonSlice userInfo;
        final byte[] id;
        final byte[] hash;
        int connections;

        Entry(PresenceMember member) {
            userInfo = member.userInfo();
            id = PusherFrames.memberId(member.userId());
            hash = PusherFrames.memberEntry(id, userInfo);
        }
    }

    private final Map<String, Entry> users = new LinkedHashMap<>();
    private @Nullable EncodedFrame snapshot;

    int size() {
        return users.size();
    }

    boolean contains(String userId) {
        return users.containsKey(userId);
    }

    /** Adds a connection of a user; whether it is the user's first. */
    boolean join(PresenceMember member) {
        Entry entry = users.get(member.userId());
        boolean first = entry == null;
        if (entry == null) {
            entry = new Entry(member);
            users.put(member.userId(), entry);
            snapshot = null;
        }
        entry.connections++;
        return first;
    }

    /** Takes a connection of a user away; whether it was the user's last. */
    boolean leave(PresenceMember member) {
        Entry entry = users.get(member.userId());
        if (entry == null || --entry.connections > 0) {
            return false;
        }
        users.remove(member.userId());
        snapshot = null;
        return true;
    }

    /** The {@code subscription_succeeded} that lists all users. */
    EncodedFrame snapshot(ChannelName channel) {
        EncodedFrame known = snapshot;
        if (known == null) {
            known = encode(channel);
            snapshot = known;
        }
        return known;
    }

    private EncodedFrame encode(ChannelName channel) {
        JsonBytes ids = new JsonBytes(16 * users.size());
        JsonBytes hash = new JsonBytes(64 * users.size());
        String separator = "";
        for (Entry entry : users.values()) {
            ids.raw(separator).raw(entry.id);
            hash.raw(separator).raw(entry.hash);
            separator = ",";
        }
        return PusherFrames.subscriptionSucceeded(channel, users.size(), ids, hash);
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>(users.size());
        users.forEach((id, entry) ->
                members.add(new Member(id, Optional.ofNullable(entry.userInfo).map(JsonSlice::json))));
        return members;
    }
}
