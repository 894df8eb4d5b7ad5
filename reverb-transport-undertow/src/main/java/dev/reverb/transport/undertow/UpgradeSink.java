package dev.reverb.transport.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Where HTTP writes to a socket of our own server. The answer to an upgrade is kept back, so that it goes out in one piece with
 * the first frame, which follows at once.
 */
final class UpgradeSink extends AbstractStreamSinkConduit<StreamSinkConduit> {

    private boolean keeping;
    private @Nullable ByteBuffer kept;

    UpgradeSink(StreamSinkConduit socket) {
        super(socket);
    }

    /** What is written from now on is kept. */
    void keep() {
        keeping = true;
    }

    /** What has been kept, or null. */
    @Nullable
    ByteBuffer kept() {
        return kept;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return keeping ? kept(bytes) : super.write(bytes);
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
        if (!keeping) {
            return super.write(bytes, offset, length);
        }
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += kept(bytes[i]);
        }
        return written;
    }

    @Override
    public int writeFinal(ByteBuffer bytes) throws IOException {
        return keeping ? kept(bytes) : super.writeFinal(bytes);
    }

    @Override
    public boolean flush() throws IOException {
        return keeping || super.flush();
    }

    private int kept(ByteBuffer more) {
        ByteBuffer before = kept;
        int length = more.remaining();
        ByteBuffer joined = ByteBuffer.allocate((before == null ? 0 : before.remaining()) + length);
        if (before != null) {
            joined.put(before);
        }
        kept = joined.put(more).flip();
        return length;
    }
}
