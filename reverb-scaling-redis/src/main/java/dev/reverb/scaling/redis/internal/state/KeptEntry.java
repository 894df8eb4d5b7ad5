package dev.reverb.scaling.redis.internal.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a cache channel keeps, as Redis has it: the {@link TopicMessage}'s bytes before the versions, then the payload.
 *
 * @param id which message it was
 * @param payload as it was published
 */
record KeptEntry(MessageId id, byte[] payload) {

    static KeptEntry of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        // Format and kind.
        buffer.position(2);
        byte[] sender = new byte[buffer.get() & 0xFF];
        buffer.get(sender);
        long number = buffer.getLong();
        byte[] payload = new byte[buffer.remaining()];
        buffer.get(payload);
        return new KeptEntry(
                new MessageId(new NodeId(new String(sender, StandardCharsets.ISO_8859_1)), number), payload);
    }
}
