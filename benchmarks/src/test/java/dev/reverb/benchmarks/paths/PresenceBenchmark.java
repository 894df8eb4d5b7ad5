package dev.reverb.benchmarks.paths;

import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.PusherMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Who joins a large presence channel gets all its members. */
public class PresenceBenchmark extends PathBenchmark {

    private static final String CHANNEL = "presence-room";
    private static final byte[] LEAVE = ClientFrame.text(PusherMessage.unsubscribe(CHANNEL));

    @Param("5000")
    public int members;

    private final Rig rig = new Rig();
    private byte[] asMember = {};
    private byte[] asNewMember = {};
    private CountingConnection client;

    private static byte[] join(CountingConnection connection, int user) {
        String data = "{\"user_id\":\"" + user + "\",\"user_info\":{\"name\":\"Member " + user + "\"}}";
        return ClientFrame.text(PusherMessage.subscribe(Rig.APPLICATION, connection.socketId(), CHANNEL, data));
    }

    @Setup
    public void join() {
        for (int i = 0; i < members; i++) {
            CountingConnection member = rig.connect();
            member.receive(join(member, i));
        }
        rig.transport.settle();
        client = rig.connect();
        asMember = join(client, 0);
        asNewMember = join(client, members);
        rig.check(this::memberOnceMore, 1);
        long before = rig.transport.writtenBytes();
        rig.check(this::newMember, 1 + 2L * members);
        if (rig.transport.writtenBytes() - before < members * 200L) {
            throw new IllegalStateException("That was no snapshot of all, and all told");
        }
    }

    /** A member with one connection more, which nobody is told of: the snapshot is known already. */
    @Benchmark
    public void memberOnceMore() {
        client.receive(asMember);
        client.receive(LEAVE);
        rig.transport.settle();
    }

    /** A new member, who leaves at once: a new snapshot, and twice a frame to everybody. */
    @Benchmark
    public void newMember() {
        client.receive(asNewMember);
        rig.transport.settle();
        client.receive(LEAVE);
        rig.transport.settle();
    }

    @TearDown
    public void close() {
        rig.close();
    }
}
