package dev.reverb.server.cluster;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.undertow.UndertowTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A node as an embedder would write it, a process of its own: the command line has no setting for the lease, and the test has not the time
 * to wait out the default.
 */
public final class ClusterNode {

    static final Duration LEASE = Duration.ofSeconds(2);

    /** A process that has just begun takes its time to connect where the machine is busy. That Redis is killed is noticed without it. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    static final Duration GRACE = Duration.ofMillis(500);
    static final int PING_SECONDS = 2;
    static final int PONG_SECONDS = 2;

    private ClusterNode() {}

    static Application application(String hook) {
        return Application.builder("1", "the-key", "s3cr3t")
                .pingInterval(Duration.ofSeconds(PING_SECONDS))
                .pongTimeout(Duration.ofSeconds(PONG_SECONDS))
                .subscriptionCountEvents(true)
                .webhooks(Webhook.to(hook))
                .webhookGraceTime(GRACE)
                .build();
    }

    /**
     * Runs until SIGTERM, or until the test's JVM ends, however it does.
     *
     * @param args the transport, Redis's URL, the webhook's URL
     */
    public static void main(String[] args) throws Exception {
        Thread parent = new Thread(ClusterNode::endWithTheParent, "parent");
        parent.setDaemon(true);
        parent.start();
        Transport transport =
                args[0].equals("undertow") ? UndertowTransport.on("127.0.0.1", 0) : JettyTransport.on("127.0.0.1", 0);
        ReverbServer server = ReverbServer.builder()
                .application(application(args[2]))
                .transport(transport)
                .drainTimeout(Duration.ofSeconds(2))
                .scaling(RedisScaling.builder(args[1])
                        .lease(LEASE)
                        .linger(LEASE)
                        .timeout(TIMEOUT)
                        .build())
                .start();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> server.shutdown().toCompletableFuture().join(), "shutdown"));
        System.out.println("Reverb node on http://127.0.0.1:" + server.port() + " (" + args[0] + ")");
        server.awaitShutdown();
    }

    private static void endWithTheParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // It has ended.
        }
        Runtime.getRuntime().halt(1);
    }
}
