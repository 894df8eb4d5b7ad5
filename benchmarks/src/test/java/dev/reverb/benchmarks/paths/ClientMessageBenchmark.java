package dev.reverb.benchmarks.paths;

import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.PusherMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What subscribers send, from their masked frames to all writes that follow. */
public class ClientMessageBenchmark extends PathBenchmark {

    private final Rig rig = new Rig();
    private final byte[] whisper = ClientFrame.text(PusherMessage.whisper("private-pair", "client-typing", Rig.DATA));
    private final byte[] pusherPing = ClientFrame.text("{\"event\":\"pusher:ping\",\"data\":{}}");
    private final byte[] webSocketPing = ClientFrame.ping("are you there");
    private CountingConnection sender;
    private CountingConnection receiver;

    @Setup
    public void connect() {
        sender = rig.connect().subscribe(Rig.APPLICATION, "private-pair");
        receiver = rig.connect().subscribe(Rig.APPLICATION, "private-pair");
        long before = receiver.writes();
        rig.check(this::whisper, 1);
        Rig.require(receiver.writes() - before, 1);
        rig.check(this::pusherPing, 1);
        rig.check(this::webSocketPing, 1);
    }

    /** A client event on a private channel of two. */
    @Benchmark
    public void whisper() {
        sender.receive(whisper);
        rig.transport.settle();
    }

    /** A {@code pusher:ping} and its answer. */
    @Benchmark
    public void pusherPing() {
        sender.receive(pusherPing);
        rig.transport.settle();
    }

    /** A WebSocket ping and its answer. */
    @Benchmark
    public void webSocketPing() {
        sender.receive(webSocketPing);
        rig.transport.settle();
    }

    @TearDown
    public void close() {
        rig.close();
    }
}
