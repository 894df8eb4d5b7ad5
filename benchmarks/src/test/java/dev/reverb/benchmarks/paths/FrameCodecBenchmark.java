package dev.reverb.benchmarks.paths;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.FrameReader;
import dev.reverb.tck.ClientFrame;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Frames alone: reading a client's, making a server's. */
public class FrameCodecBenchmark extends PathBenchmark {

    /** The payload's length in bytes. */
    @Param({"100", "9000"})
    public int payload;

    private final Received received = new Received();
    private final FrameReader reader = new FrameReader(received);
    private final ByteBuffer input = ByteBuffer.allocate(16 * 1024);
    private final ByteBuffer output = ByteBuffer.allocateDirect(16 * 1024);
    private byte[] text = {};
    private byte[] masked = {};
    private EncodedFrame frame;

    @Setup
    public void check() {
        text = "x".repeat(payload).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        masked = ClientFrame.of(true, EncodedFrame.TEXT, text);
        frame = encode();
        Rig.require(read(), payload);
        Rig.require(frame.size(), payload + EncodedFrame.headerSize(payload));
        Rig.require(copy().position(), frame.size());
    }

    /** A masked text frame that lies whole in the buffer: header, mask, UTF-8. The copy into the buffer is measured too. */
    @Benchmark
    public int read() {
        reader.read(input.clear().put(masked).flip());
        return received.last;
    }

    /** A text frame from its payload. */
    @Benchmark
    public EncodedFrame encode() {
        return EncodedFrame.text(text, 0, text.length);
    }

    /** A frame into the buffer that is written from. */
    @Benchmark
    public ByteBuffer copy() {
        frame.copyTo(output.clear(), 0);
        return output;
    }

    private static final class Received implements ConnectionHandler {
        int last;

        @Override
        public void onText(byte[] utf8, int offset, int length) {
            last = length;
        }

        @Override
        public void onPing(byte[] payload, int offset, int length) {}

        @Override
        public void onPong() {}

        @Override
        public void onClose(int code) {}

        @Override
        public void onViolation(int closeCode, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void onWritable() {}

        @Override
        public void onDisconnect() {}
    }
}
