package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.UnreadableMessageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WarningsTest {

    private final Warnings warnings = new Warnings();

    @Test
    void saysEachReasonOfEachSenderOnce() {
        warnings.unreadable(unreadable(9, "a"));
        warnings.unreadable(unreadable(9, "a"));
        warnings.unreadable(unreadable(8, "a"));
        warnings.unreadable(unreadable(9, "b"));

        assertThat(warnings.count()).isEqualTo(3);
    }

    @Test
    void saysSoManyAndNoMore() {
        for (int sender = 0; sender <= Warnings.MAX; sender++) {
            warnings.unreadable(unreadable(9, "s" + sender));
        }

        assertThat(warnings.count()).isEqualTo(Warnings.MAX);
    }

    private static UnreadableMessageException unreadable(int format, String sender) {
        byte[] id = sender.getBytes(StandardCharsets.US_ASCII);
        byte[] message = ByteBuffer.allocate(3 + id.length)
                .put((byte) format)
                .put((byte) 'E')
                .put((byte) id.length)
                .put(id)
                .array();
        return catchThrowableOfType(UnreadableMessageException.class, () -> TopicMessage.decode(message));
    }
}
