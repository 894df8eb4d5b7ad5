package dev.reverb.benchmarks.paths;

import dev.reverb.channel.SocketId;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.PusherAuth;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Signatures, which are most of what a request costs. */
public class SignatureBenchmark extends PathBenchmark {

    private static final SocketId SOCKET = new SocketId(1234, 5678);

    private final Rig rig = new Rig();
    private final HttpRequest read = Rig.get("/channels/orders");
    private final String text = "POST\n/apps/" + Rig.APPLICATION.id() + "/events\nauth_key=" + Rig.APPLICATION.key()
            + "&auth_timestamp=1767225600&auth_version=1.0&body_md5=ff38f8eb0d42ea4e4a4f7d0c4b8c1de5";
    private final String auth = PusherAuth.channel(Rig.APPLICATION, SOCKET.toString(), "private-orders");

    @Setup
    public void check() {
        Rig.require(request().status(), 200);
        if (!subscription() || !hmac().equals(PusherAuth.hmac(Rig.APPLICATION, text))) {
            throw new IllegalStateException("Signatures are not what they should be");
        }
    }

    /** A signed request that does little else: a channel's state is asked for. */
    @Benchmark
    public HttpResponse request() {
        return rig.handle(read);
    }

    /** The HMAC over what a request to publish signs, as hexadecimal digits. */
    @Benchmark
    public String hmac() {
        return Signatures.sign(Rig.APPLICATION.secret(), text);
    }

    /** Whether a subscription to a private channel is signed right. */
    @Benchmark
    public boolean subscription() {
        return Signatures.verifyChannel(Rig.APPLICATION, SOCKET, "private-orders", null, auth);
    }

    @TearDown
    public void close() {
        rig.close();
    }
}
