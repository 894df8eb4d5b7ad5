package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.spi.scaling.BusMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What goes over a topic. In bytes, numbers with the highest byte first:
 *
 * <pre>
 *   1  version of the format: {@value #FORMAT}         \  so in every version, so that a server can say
 *   1  kind                                      |  whose message it does not understand
 *   1  length of the sender's id                 |
 *   n  sender: id of the node                    /
 *   8  number: the sender counts its messages
 *   8  version of the channel before   \  zero, where the message changes nothing that a snapshot has
 *   8  version of the channel after    /
 *   …  body
 *
 *   kind E, event:            1 flags (1 a connection is excluded, 2 is kept), [4 + 4 socket id], [8 kept for, ms], payload
 *   kind A, member added:     4 length of the user's id, id, 1 whether there is information, information
 *   kind R, member removed:   id
 *   kind S, subscriptions:    4 how many there are now
 *   kind T, terminate:        id of the user; on the control topic only
 *   kind G, gathered:         4 how many nodes hear; on the gathering topic only
 *   kind D, facts due:        4 number of the bucket, 8 in how many ms; on the control topic only
 * </pre>
 *
 * <p>A follower whose replica has version v applies a change where before ≤ v &lt; after, has seen it where after ≤ v, and has missed
 * something where v &lt; before. Scripts put both versions into a message, by joining {@link #head}, the versions and {@link
 * #tail}.
 *
 * @param sender the node that it comes from
 * @param number raised by one with each of the sender's messages that are to be told apart
 * @param before the channel's version without this change
 * @param after the channel's version with this change
 * @param body what it says
 */
public record TopicMessage(NodeId sender, long number, long before, long after, Body body) {

    /** The version of the format. */
    public static final int FORMAT = 1;

    static final int EXCLUDES = 1;
    static final int KEEPS = 2;

    /** What a message says. */
    public sealed interface Body {}

    /**
     * An event. Only one that is kept has versions.
     *
     * @param message the event
     */
    public record Event(BusMessage message) implements Body {}

    /**
     * A user is on a presence channel who was not.
     *
     * @param member the user
     */
    public record Added(Member member) implements Body {}

    /**
     * A user is on a presence channel no more.
     *
     * @param userId the user's id
     */
    public record Removed(String userId) implements Body {}

    /**
     * The number of subscriptions is another.
     *
     * @param count how many there are, all nodes together
     */
    public record Subscriptions(int count) implements Body {}

    /**
     * Every connection of a user is to be closed.
     *
     * @param userId the user's id
     */
    public record Terminate(String userId) implements Body {}

    /**
     * A node has begun to hear the others.
     *
     * @param nodes how many do, with it
     */
    public record Gathered(int nodes) implements Body {}

    /**
     * A node leaves, and there are, or will be, facts to pass on.
     *
     * @param bucket the number of the application's bucket
     * @param millis in how many milliseconds; zero: now
     */
    public record FactsDue(int bucket, long millis) implements Body {}

    /** A message that changes nothing of what a snapshot has, such as an event that is not kept. */
    public static TopicMessage unversioned(NodeId sender, long number, Body body) {
        return new TopicMessage(sender, number, 0, 0, body);
    }

    /** Whether it is a step from one version of the channel to the next. */
    public boolean isVersioned() {
        return after != 0;
    }

    /** The message as it goes over the topic. */
    public byte[] encode() {
        byte[] head = head(kind(body), sender, number);
        byte[] tail = tail(body);
        return ByteBuffer.allocate(head.length + 16 + tail.length)
                .put(head)
                .putLong(before)
                .putLong(after)
                .put(tail)
                .array();
    }

    /**
     * Reads a message.
     *
     * @param bytes all of it
     * @throws UnreadableMessageException where it is of another version of the format, of an unknown kind, or none at all
     */
    public static TopicMessage decode(byte[] bytes) throws UnreadableMessageException {
        return new TopicMessageReader(bytes).read();
    }

    /** The bytes before the versions. */
    static byte[] head(char kind, NodeId sender, long number) {
        byte[] id = Wtf8.encode(sender.value());
        return ByteBuffer.allocate(3 + id.length + 8)
                .put((byte) FORMAT)
                .put((byte) kind)
                .put((byte) id.length)
                .put(id)
                .putLong(number)
                .array();
    }

    /** The bytes behind the versions. */
    static byte[] tail(Body body) {
        if (body instanceof Event event) {
            return event(event.message());
        } else if (body instanceof Added added) {
            return member(added.member());
        } else if (body instanceof Removed removed) {
            return Wtf8.encode(removed.userId());
        } else if (body instanceof Terminate terminate) {
            return Wtf8.encode(terminate.userId());
        } else if (body instanceof FactsDue due) {
            return ByteBuffer.allocate(12)
                    .putInt(due.bucket())
                    .putLong(due.millis())
                    .array();
        }
        int number = body instanceof Gathered gathered ? gathered.nodes() : ((Subscriptions) body).count();
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    static char kind(Body body) {
        if (body instanceof Event) {
            return 'E';
        } else if (body instanceof Added) {
            return 'A';
        } else if (body instanceof Removed) {
            return 'R';
        } else if (body instanceof Terminate) {
            return 'T';
        } else if (body instanceof FactsDue) {
            return 'D';
        }
        return body instanceof Gathered ? 'G' : 'S';
    }

    private static byte[] event(BusMessage message) {
        Optional<SocketId> excluded = message.excluded();
        Optional<Duration> keepFor = message.keepFor();
        int size = 1 + (excluded.isPresent() ? 8 : 0) + (keepFor.isPresent() ? 8 : 0) + message.payload().length;
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.put((byte) ((excluded.isPresent() ? EXCLUDES : 0) | (keepFor.isPresent() ? KEEPS : 0)));
        excluded.ifPresent(id -> buffer.putInt(id.high()).putInt(id.low()));
        keepFor.ifPresent(time -> buffer.putLong(time.toMillis()));
        return buffer.put(message.payload()).array();
    }

    private static byte[] member(Member member) {
        byte[] user = Wtf8.encode(member.userId());
        byte[] information = information(member);
        return ByteBuffer.allocate(4 + user.length + information.length)
                .putInt(user.length)
                .put(user)
                .put(information)
                .array();
    }

    /** A member's information as messages and the roster have it: 0, or 1 and the text. */
    static byte[] information(Member member) {
        return member.userInfo()
                .map(Wtf8::encode)
                .map(text -> ByteBuffer.allocate(1 + text.length)
                        .put((byte) 1)
                        .put(text)
                        .array())
                .orElseGet(() -> new byte[1]);
    }
}
