package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Added;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Body;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.scaling.redis.internal.state.TopicMessage.FactsDue;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Gathered;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Removed;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Subscriptions;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Terminate;
import dev.reverb.spi.scaling.BusMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Reads one {@link TopicMessage}, and trusts nothing in it. */
final class TopicMessageReader {

    private final byte[] bytes;
    private final ByteBuffer buffer;

    TopicMessageReader(byte[] bytes) {
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes);
    }

    TopicMessage read() throws UnreadableMessageException {
        try {
            int format = buffer.get() & 0xFF;
            char kind = (char) (buffer.get() & 0xFF);
            NodeId sender = sender();
            if (format != TopicMessage.FORMAT) {
                throw new UnreadableMessageException("its format is version " + format, sender.value());
            }
            try {
                return new TopicMessage(
                        sender, buffer.getLong(), buffer.getLong(), buffer.getLong(), body(kind, sender));
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                throw new UnreadableMessageException("malformed, of kind " + name(kind), sender.value());
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new UnreadableMessageException("no message of ours", UnreadableMessageException.UNKNOWN);
        }
    }

    private NodeId sender() {
        byte[] id = new byte[buffer.get() & 0xFF];
        buffer.get(id);
        return new NodeId(new String(id, StandardCharsets.ISO_8859_1));
    }

    private Body body(char kind, NodeId sender) throws UnreadableMessageException {
        return switch (kind) {
            case 'E' -> new Event(event());
            case 'A' -> new Added(member());
            case 'R' -> new Removed(rest());
            case 'S' -> new Subscriptions(count());
            case 'T' -> new Terminate(rest());
            case 'G' -> new Gathered(count());
            case 'D' -> factsDue();
            default -> throw new UnreadableMessageException("of the unknown kind " + name(kind), sender.value());
        };
    }

    private BusMessage event() {
        int flags = buffer.get();
        Optional<SocketId> excluded = (flags & TopicMessage.EXCLUDES) == 0
                ? Optional.empty()
                : Optional.of(new SocketId(buffer.getInt(), buffer.getInt()));
        Optional<Duration> keepFor =
                (flags & TopicMessage.KEEPS) == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(buffer.getLong()));
        return new BusMessage(Arrays.copyOfRange(bytes, buffer.position(), bytes.length), excluded, keepFor);
    }

    private Member member() {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException("length " + length);
        }
        int start = buffer.position();
        buffer.position(start + length);
        return new Member(Wtf8.decode(bytes, start, start + length), information());
    }

    private Optional<String> information() {
        return buffer.get() == 0 ? Optional.empty() : Optional.of(rest());
    }

    private int count() {
        int count = buffer.getInt();
        if (count < 0 || buffer.hasRemaining()) {
            throw new IllegalArgumentException("count " + count);
        }
        return count;
    }

    private FactsDue factsDue() {
        FactsDue due = new FactsDue(buffer.getInt(), buffer.getLong());
        if (due.bucket() < 0 || due.bucket() >= KeySpace.BUCKETS || due.millis() < 0 || buffer.hasRemaining()) {
            throw new IllegalArgumentException("bucket " + due.bucket());
        }
        return due;
    }

    private String rest() {
        return Wtf8.decode(bytes, buffer.position(), bytes.length);
    }

    private static String name(char kind) {
        return kind > ' ' && kind < 127 ? "'" + kind + "'" : "0x" + Integer.toHexString(kind);
    }
}
