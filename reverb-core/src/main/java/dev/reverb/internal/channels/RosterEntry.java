package dev.reverb.internal.channels;

/** A user of a presence channel, and where the encoded form is. Touched in the channel's mailbox only. */
final class RosterEntry {

    final PresenceMember member;

    /** The bytes that the id takes in its block, the comma before it included. */
    final int idLength;

    /** The bytes that id and information take, the comma before them included. */
    final int hashLength;

    RosterBlock block;
    int connections = 1;

    RosterEntry(PresenceMember member, RosterBlock block, int idLength, int hashLength) {
        this.member = member;
        this.block = block;
        this.idLength = idLength;
        this.hashLength = hashLength;
    }
}
