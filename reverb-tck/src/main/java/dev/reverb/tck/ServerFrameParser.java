package dev.reverb.tck;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses what a server sends back into frames, as strictly as a browser does (RFC 6455 section 5): no mask, no reserved
 * bit (but see {@link #acceptCompressed}), no fragment (the engine sends none; see {@link #joiningFragments}), lengths in their shortest form, valid UTF-8, and nothing behind a Close frame.
 *
 * <p>Not thread-safe.
 */
public final class ServerFrameParser {

    private static final int MAX_CONTROL_PAYLOAD = 125;

    private static final int CONTINUATION = 0;

    private final Consumer<ServerFrame> frames;
    private final boolean joining;
    private byte[] rest = {};
    private @Nullable ByteArrayOutputStream fragments;
    private boolean closed;
    private boolean compression;

    /**
     * A parser at the beginning of a connection.
     *
     * @param frames takes each frame that is whole
     */
    public ServerFrameParser(Consumer<ServerFrame> frames) {
        this(frames, false);
    }

    private ServerFrameParser(Consumer<ServerFrame> frames, boolean joining) {
        this.frames = frames;
        this.joining = joining;
    }

    /**
     * A parser for a server whose container does the framing, and may send a message of text in several frames.
     *
     * @param frames takes each frame that is whole; of one in fragments, a single frame
     * @return a parser at the beginning of a connection
     */
    public static ServerFrameParser joiningFragments(Consumer<ServerFrame> frames) {
        return new ServerFrameParser(frames, true);
    }

    /** From now on messages may be compressed, each by itself (RFC 7692, without context takeover). */
    public void acceptCompressed() {
        compression = true;
    }

    /**
     * Takes the next bytes; what is not yet a whole frame is kept.
     *
     * @param bytes what has arrived
     * @throws AssertionError where the server broke the protocol
     */
    public void accept(ByteBuffer bytes) {
        ByteBuffer all = join(bytes);
        while (parse(all)) {
            all.mark();
        }
        all.reset();
        rest = new byte[all.remaining()];
        all.get(rest);
    }

    /**
     * Whether a part of a frame has arrived whose rest has not.
     *
     * @return true within a frame
     */
    public boolean isWithinFrame() {
        return rest.length > 0;
    }

    private ByteBuffer join(ByteBuffer bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(rest.length + bytes.remaining());
        all.writeBytes(rest);
        byte[] added = new byte[bytes.remaining()];
        bytes.get(added);
        all.writeBytes(added);
        return ByteBuffer.wrap(all.toByteArray()).mark();
    }

    private boolean parse(ByteBuffer all) {
        check(!closed || !all.hasRemaining(), "bytes behind a Close frame");
        if (all.remaining() < 2) {
            return false;
        }
        int first = all.get();
        int second = all.get();
        boolean last = (first & 0x80) != 0;
        check((second & 0x80) == 0, "a masked frame");
        int opcode = first & 0x0F;
        boolean compressed = (first & 0x40) != 0;
        check((first & 0x30) == 0, "a reserved bit is set");
        check(!compressed || compression && opcode == 1 && last, "a compressed frame where there may be none");
        check(opcode <= 1 || opcode >= 8 && opcode <= 10, "opcode " + opcode);
        check(opcode >= 8 ? last : joining || last && opcode == 1, "a fragment");
        check(opcode >= 8 || (opcode == CONTINUATION) == (fragments != null), "a fragment in the wrong place");
        long length = length(all, second);
        check(length < 0 || opcode <= 1 || length <= MAX_CONTROL_PAYLOAD, "a control frame of " + length + " bytes");
        if (length < 0 || all.remaining() < length) {
            return false;
        }
        byte[] payload = new byte[(int) length];
        all.get(payload);
        if (compressed) {
            deliver(new ServerFrame(opcode, Deflated.inflate(payload), payload));
        } else {
            take(opcode, last, payload);
        }
        return true;
    }

    private void take(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream begun = fragments;
        if (opcode >= 8 || last && begun == null) {
            deliver(new ServerFrame(opcode, payload));
            return;
        }
        ByteArrayOutputStream message = begun == null ? new ByteArrayOutputStream() : begun;
        message.writeBytes(payload);
        fragments = last ? null : message;
        if (last) {
            deliver(new ServerFrame(1, message.toByteArray()));
        }
    }

    private static long length(ByteBuffer all, int second) {
        if (second < 126) {
            return second;
        }
        int size = second == 126 ? 2 : 8;
        if (all.remaining() < size) {
            return -1;
        }
        long length = size == 2 ? all.getShort() & 0xFFFF : all.getLong();
        check(length >= (size == 2 ? 126 : 65_536), "the length " + length + " in " + size + " bytes");
        check(length <= Integer.MAX_VALUE, "a frame of " + length + " bytes");
        return length;
    }

    private void deliver(ServerFrame frame) {
        if (frame.opcode() == 8) {
            closed = true;
            check(frame.payload().length != 1, "a Close frame with half a status code");
            checkUtf8(frame, Math.min(2, frame.payload().length));
        } else if (frame.isText()) {
            checkUtf8(frame, 0);
        }
        frames.accept(frame);
    }

    private static void checkUtf8(ServerFrame frame, int from) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame.payload(), from, frame.payload().length - from));
        } catch (CharacterCodingException invalid) {
            throw new AssertionError("The server sent text that is not UTF-8.", invalid);
        }
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError("The server broke RFC 6455: " + wrong + ".");
        }
    }
}
