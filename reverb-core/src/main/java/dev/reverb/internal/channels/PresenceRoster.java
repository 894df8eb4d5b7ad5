package dev.reverb.internal.channels;

import dev.reverb.channel.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The users of a presence channel, in the order of their arrival, each with the number of connections. Members are encoded
 * once, into {@linkplain RosterBlock blocks}; a {@link PresenceSnapshot} only names the blocks as they are, so that a join
 * costs the same however many there are, and many that wait for being sent hold little.
 *
 * <p>Touched in the channel's mailbox only, but for {@link #size}.
 */
final class PresenceRoster {

    private final Map<String, RosterEntry> users = new HashMap<>();
    private final List<RosterBlock> blocks = new ArrayList<>(1);
    private volatile int size;

    /** How many users there are. Any thread. */
    int size() {
        return size;
    }

    boolean contains(String userId) {
        return users.containsKey(userId);
    }

    /** Adds a connection of a user; whether it is the user's first. */
    boolean join(PresenceMember member) {
        RosterEntry known = users.get(member.userId());
        if (known != null) {
            known.connections++;
            return false;
        }
        users.put(member.userId(), lastBlock().append(member));
        size = users.size();
        return true;
    }

    private RosterBlock lastBlock() {
        if (blocks.isEmpty() || blocks.get(blocks.size() - 1).isFull()) {
            blocks.add(new RosterBlock());
        }
        return blocks.get(blocks.size() - 1);
    }

    /** Takes a connection of a user away; whether it was the user's last. */
    boolean leave(PresenceMember member) {
        RosterEntry entry = users.get(member.userId());
        if (entry == null || --entry.connections > 0) {
            return false;
        }
        users.remove(member.userId());
        size = users.size();
        entry.block.remove(entry);
        thinOut(blocks.indexOf(entry.block));
        return true;
    }

    /** Puts a block that has lost a member together with the next, or drops it where it is empty. */
    private void thinOut(int index) {
        RosterBlock block = blocks.get(index);
        if (block.isEmpty()) {
            blocks.remove(index);
        } else if (index + 1 < blocks.size() && block.hasRoomFor(blocks.get(index + 1))) {
            block.append(blocks.remove(index + 1));
        }
    }

    /** All users as they are now. */
    PresenceSnapshot snapshot() {
        RosterBlock.Encoded[] encoded = new RosterBlock.Encoded[blocks.size()];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = blocks.get(i).encoded();
        }
        return new PresenceSnapshot(size, encoded);
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>(size);
        for (RosterBlock block : blocks) {
            for (RosterEntry entry : block.entries()) {
                members.add(entry.member.toMember());
            }
        }
        return members;
    }
}
