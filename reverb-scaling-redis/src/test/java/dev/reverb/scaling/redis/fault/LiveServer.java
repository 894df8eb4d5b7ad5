package dev.reverb.scaling.redis.fault;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.scaling.redis.Await;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.transport.jetty.JettyTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A whole server on a port of its own, in this JVM. */
final class LiveServer extends Node {

    private final ReverbServer server;
    private final List<Boolean> available = new CopyOnWriteArrayList<>();

    LiveServer(Application application, ScalingBackend backend) {
        super(application);
        server = settings(application, backend)
                .metrics(new MetricsRecorder() {
                    @Override
                    public void scalingAvailable(boolean isThere) {
                        available.add(isThere);
                    }
                })
                .start();
    }

    /** A server on a free port of the loopback address. */
    static ReverbServer.Builder settings(Application application, ScalingBackend backend) {
        return ReverbServer.builder()
                .application(application)
                .transport(JettyTransport.on("127.0.0.1", 0))
                .scaling(backend)
                .drainTimeout(Duration.ofSeconds(1));
    }

    /** What its metrics were told of Redis: whether it is there, at each change. */
    List<Boolean> availability() {
        return List.copyOf(available);
    }

    @Override
    int port() {
        return server.port();
    }

    @Override
    public void close() {
        Await.done(server.shutdown());
    }
}
