package dev.reverb.benchmarks.paths;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.channel.SocketId;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.tck.PusherAuth;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Signatures alone. */
public class SignatureBenchmark extends PathBenchmark {

    private static final SocketId SOCKET = new SocketId(1234, 5678);

    private final byte[] body = Rig.event("orders").getBytes(UTF_8);
    private final String parameters = "auth_key=" + Rig.APPLICATION.key()
            + "&auth_timestamp=1767225600&auth_version=1.0&body_md5=" + Signatures.md5(body);
    private final String text = "POST\n/apps/" + Rig.APPLICATION.id() + "/events\n" + parameters;
    private final String signature = PusherAuth.hmac(Rig.APPLICATION, text);
    private final String auth = PusherAuth.channel(Rig.APPLICATION, SOCKET.toString(), "private-orders");

    @Setup
    public void check() {
        if (!request() || !subscription() || Signatures.verify(Rig.APPLICATION.secret(), text + "x", signature)) {
            throw new IllegalStateException("Signatures are not what they should be");
        }
    }

    /** The HMAC over a request to publish. */
    @Benchmark
    public boolean request() {
        return Signatures.verify(Rig.APPLICATION.secret(), text, signature);
    }

    /** The MD5 of its body. */
    @Benchmark
    public String body() {
        return Signatures.md5(body);
    }

    /** The HMAC of a subscription to a private channel. */
    @Benchmark
    public boolean subscription() {
        return Signatures.verifyChannel(Rig.APPLICATION, SOCKET, "private-orders", null, auth);
    }
}
