package dev.reverb.internal.channels;

import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.PusherFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some members of a presence channel that came one after the other, encoded as a snapshot lists them: each with a comma
 * before it.
 *
 * <p>What has been written stays as it is: a member is appended behind the part that earlier snapshots know, and when one is
 * taken out the rest is copied. So snapshots share the arrays, and may be read on other lanes. The block itself is
 * touched in the channel's mailbox only.
 */
final class RosterBlock {

    /** How many members a block has at most: few, since one that leaves costs a copy of the others. */
    static final int CAPACITY = 64;

    private static final byte[] NOTHING = {};

    /** The encoded members of a block at one moment. Any thread. */
    record Encoded(JsonSlice ids, JsonSlice hash) {}

    private final List<RosterEntry> entries = new ArrayList<>(1);
    private Encoded encoded = new Encoded(new JsonSlice(NOTHING, 0, 0), new JsonSlice(NOTHING, 0, 0));

    boolean isFull() {
        return entries.size() == CAPACITY;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether another block may be appended, with room left for joining it again without splitting soon. */
    boolean hasRoomFor(RosterBlock other) {
        return entries.size() + other.entries.size() <= CAPACITY / 2;
    }

    List<RosterEntry> entries() {
        return entries;
    }

    Encoded encoded() {
        return encoded;
    }

    RosterEntry append(PresenceMember member) {
        byte[] id = PusherFrames.memberId(member.userId());
        byte[] hash = PusherFrames.memberEntry(id, member.userInfo());
        encoded = new Encoded(appended(encoded.ids(), id), appended(encoded.hash(), hash));
        RosterEntry entry = new RosterEntry(member, this, 1 + id.length, 1 + hash.length);
        entries.add(entry);
        return entry;
    }

    private JsonSlice appended(JsonSlice before, byte[] json) {
        int from = before.to();
        int to = from + 1 + json.length;
        byte[] bytes = before.bytes();
        if (bytes.length < to) {
            // The last one of a block leaves no room behind it.
            bytes = Arrays.copyOf(bytes, entries.size() == CAPACITY - 1 ? to : Math.max(to, 2 * bytes.length));
        }
        bytes[from] = ',';
        System.arraycopy(json, 0, bytes, from + 1, json.length);
        return new JsonSlice(bytes, 0, to);
    }

    /** Takes over the members of the block that follows. */
    void append(RosterBlock following) {
        encoded = new Encoded(
                joined(encoded.ids(), following.encoded.ids()), joined(encoded.hash(), following.encoded.hash()));
        for (RosterEntry entry : following.entries) {
            entry.block = this;
            entries.add(entry);
        }
    }

    private static JsonSlice joined(JsonSlice one, JsonSlice other) {
        byte[] bytes = Arrays.copyOf(one.bytes(), one.length() + other.length());
        System.arraycopy(other.bytes(), 0, bytes, one.length(), other.length());
        return new JsonSlice(bytes, 0, bytes.length);
    }

    void remove(RosterEntry gone) {
        int idFrom = 0;
        int hashFrom = 0;
        int index = 0;
        for (RosterEntry entry = entries.get(0); entry != gone; entry = entries.get(index)) {
            idFrom += entry.idLength;
            hashFrom += entry.hashLength;
            index++;
        }
        entries.remove(index);
        encoded = new Encoded(
                without(encoded.ids(), idFrom, gone.idLength), without(encoded.hash(), hashFrom, gone.hashLength));
    }

    private static JsonSlice without(JsonSlice all, int from, int length) {
        byte[] bytes = new byte[all.length() - length];
        System.arraycopy(all.bytes(), 0, bytes, 0, from);
        System.arraycopy(all.bytes(), from + length, bytes, from, bytes.length - from);
        return new JsonSlice(bytes, 0, bytes.length);
    }
}
