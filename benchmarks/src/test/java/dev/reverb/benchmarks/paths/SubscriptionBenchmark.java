package dev.reverb.benchmarks.paths;

import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.PusherMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Channels that are joined and left again, each by its only subscriber, so that the channel comes and goes with it. */
public class SubscriptionBenchmark extends PathBenchmark {

    private final Rig rig = new Rig();
    private final byte[] publicJoin = subscribe("orders-1", "");
    private final byte[] publicLeave = ClientFrame.text(PusherMessage.unsubscribe("orders-1"));
    private final byte[] privateLeave = ClientFrame.text(PusherMessage.unsubscribe("private-orders-1"));
    private byte[] privateJoin = {};
    private CountingConnection client;

    private static byte[] subscribe(String channel, String socketId) {
        return ClientFrame.text(PusherMessage.subscribe(Rig.APPLICATION, socketId, channel, null));
    }

    @Setup
    public void connect() {
        client = rig.connect();
        privateJoin = subscribe("private-orders-1", client.socketId());
        rig.check(this::publicChannel, 1);
        rig.check(this::privateChannel, 1);
        rig.check(this::connectSubscribeVanish, 2);
    }

    /** Subscribe and unsubscribe. */
    @Benchmark
    public void publicChannel() {
        client.receive(publicJoin);
        client.receive(publicLeave);
        rig.transport.settle();
    }

    /** Subscribe with a signature, and unsubscribe. */
    @Benchmark
    public void privateChannel() {
        client.receive(privateJoin);
        client.receive(privateLeave);
        rig.transport.settle();
    }

    /** A connection that comes, subscribes and goes. Some of it is the transport's own, which is fresh each time too. */
    @Benchmark
    public void connectSubscribeVanish() {
        CountingConnection visitor = rig.connect();
        visitor.receive(publicJoin);
        rig.transport.settle();
        visitor.vanish();
        rig.transport.settle();
    }

    @TearDown
    public void close() {
        rig.close();
    }
}
