package dev.reverb.tck.transport;

import dev.reverb.spi.transport.RawConnection;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The buffer in which the engine gives bytes to a {@link RawConnection}: there is one to a lane, which all its connections
 * are given in turn, and which holds something else as soon as {@code write} has returned. A transport that keeps it, or
 * changes it, would send one client what is meant for another; so its content is thrown away behind every write.
 */
final class LoanedBuffer {

    /** Bytes before and behind what is to be written, which are nobody's business. */
    private static final int MARGIN = 64;

    private static final int SIZE = 64 * 1024;

    private static final byte[] GARBAGE = garbage();

    private static final ThreadLocal<LoanedBuffer> OF_LANE = ThreadLocal.withInitial(LoanedBuffer::new);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MARGIN + SIZE + MARGIN);

    private LoanedBuffer() {}

    private static byte[] garbage() {
        byte[] garbage = new byte[MARGIN + SIZE + MARGIN];
        Arrays.fill(garbage, (byte) 0xFE);
        return garbage;
    }

    /**
     * Offers bytes to a connection, as many as fit, and takes from them what was taken. On the lane.
     *
     * @param broken told what the transport did wrong
     * @return whether the transport lets more be written
     */
    static boolean write(RawConnection connection, ByteBuffer bytes, Consumer<String> broken) {
        return OF_LANE.get().lend(connection, bytes, broken);
    }

    private boolean lend(RawConnection connection, ByteBuffer bytes, Consumer<String> broken) {
        ByteBuffer offered = bytes.slice(bytes.position(), Math.min(SIZE, bytes.remaining()));
        int end = MARGIN + offered.remaining();
        buffer.clear().put(GARBAGE, 0, end + MARGIN);
        buffer.limit(end).position(MARGIN);
        buffer.put(offered.duplicate()).position(MARGIN);
        boolean more = connection.write(buffer);
        if (buffer.limit() != end || buffer.position() < MARGIN) {
            broken.accept("write changed its buffer to " + buffer);
        } else if (more && buffer.hasRemaining()) {
            broken.accept("write said that all was taken, but bytes are left");
        }
        bytes.position(bytes.position() + buffer.position() - MARGIN);
        checkContent(offered, broken);
        buffer.clear().put(GARBAGE, 0, end + MARGIN);
        return more;
    }

    private void checkContent(ByteBuffer offered, Consumer<String> broken) {
        int length = offered.remaining();
        boolean same = buffer.clear().slice(MARGIN, length).equals(offered)
                && buffer.slice(0, MARGIN).equals(ByteBuffer.wrap(GARBAGE, 0, MARGIN))
                && buffer.slice(MARGIN + length, MARGIN).equals(ByteBuffer.wrap(GARBAGE, 0, MARGIN));
        if (!same) {
            broken.accept("write changed the bytes of its buffer");
        }
    }
}
