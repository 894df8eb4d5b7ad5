package dev.reverb.internal.connection;

import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A direct buffer that holds the frames of a batch one behind the other, for all who get them. On the lane. */
final class JointBuffer {

    private ByteBuffer buffer;
    private @Nullable Object owner;

    JointBuffer(int size) {
        buffer = ByteBuffer.allocateDirect(size);
    }

    /** The buffer with some frames, which are put into it once per owner. The caller resets its position before each use. */
    ByteBuffer fill(Object forOwner, EncodedFrame[] frames, int count, int bytes) {
        if (owner == forOwner) {
            return buffer;
        }
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(Integer.highestOneBit(bytes - 1) << 1);
        }
        buffer.clear();
        for (int i = 0; i < count; i++) {
            frames[i].copyTo(buffer, 0);
        }
        buffer.flip();
        owner = forOwner;
        return buffer;
    }

    /** The content is of no more use to its owner. */
    void release(Object former) {
        if (owner == former) {
            owner = null;
        }
    }

    /** The buffer, empty and nobody's. */
    ByteBuffer take() {
        owner = null;
        return buffer.clear();
    }
}
