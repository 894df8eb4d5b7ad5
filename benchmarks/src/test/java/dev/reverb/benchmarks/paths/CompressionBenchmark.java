package dev.reverb.benchmarks.paths;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.benchmarks.load.Orders;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.MessageDeflater;
import dev.reverb.spi.websocket.MessageInflater;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A message of orders in JSON, compressed and inflated, as it is once for all subscribers; and by other levels. */
public class CompressionBenchmark extends PathBenchmark {

    /** How many bytes the message has. */
    @Param({"200", "1000", "8000"})
    public int size;

    private final byte[] room = new byte[10_000];
    private final Deflater fast = new Deflater(1, true);
    private final Deflater thorough = new Deflater(6, true);
    private final MessageDeflater deflater = new MessageDeflater();
    private final MessageInflater inflater = new MessageInflater();
    private byte[] message = {};
    private byte[] deflated = {};

    /** Makes the message, and tells how small it becomes. */
    @Setup
    public void prepare() {
        message = Orders.json(size).getBytes(UTF_8);
        EncodedFrame compressed = frame();
        System.out.println(size + " bytes: " + by(fast) + " by level 1, " + by(thorough) + " by level 6");
        deflated = new byte[compressed.payloadSize()];
        compressed.payload().get(deflated);
        if (inflated() != size) {
            throw new IllegalStateException("It is not what it was");
        }
    }

    private int by(Deflater level) {
        level.setInput(message);
        int made = level.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
        level.reset();
        return made - 4;
    }

    /** The whole of it: a frame, and its compressed form. */
    @Benchmark
    public EncodedFrame frame() {
        return EncodedFrame.text(message, 0, message.length).compressed(deflater);
    }

    /** Level 1 alone. */
    @Benchmark
    public int level1() {
        return by(fast);
    }

    /** Level 6 alone. */
    @Benchmark
    public int level6() {
        return by(thorough);
    }

    /** What a client sends. */
    @Benchmark
    public int inflated() {
        return inflater.inflate(deflated, 0, deflated.length, size) == MessageInflater.Outcome.WHOLE
                ? inflater.length()
                : -1;
    }

    /** Frees what lies outside of the heap. */
    @TearDown
    public void free() {
        fast.end();
        thorough.end();
        deflater.close();
        inflater.close();
    }
}
