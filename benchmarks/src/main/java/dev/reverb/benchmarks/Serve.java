package dev.reverb.benchmarks;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.examples.nio.NioServer;
import dev.reverb.examples.tomcat.MountedInTomcat;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.undertow.UndertowTransport;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code Serve TRANSPORT PORT [REDIS]}: a server on the loopback address, or an example program, until it is killed. Says what it
 * allocates. With the URL of a Redis it is a node of a cluster, which the example programs cannot be. With {@code
 * -D}{@value #COMPRESSION}{@code =true} it offers compression.
 */
public final class Serve {

    /** The id of the application of all of them, as the example programs have it. */
    public static final String APP_ID = "my-app-id";

    /** Its key. */
    public static final String APP_KEY = "my-app-key";

    /** Its secret. */
    public static final String APP_SECRET = "my-app-secret";

    /** The system property that has clients get compression. */
    public static final String COMPRESSION = "reverb.benchmarks.compression";

    private static final String HOST = "127.0.0.1";

    /** What ends only with the process. */
    @FunctionalInterface
    private interface Program {
        void run(int port, @Nullable ScalingBackend scaling) throws Exception;
    }

    private static final Map<String, Program> TRANSPORTS = new TreeMap<>(Map.of(
            "jetty", (port, scaling) -> serve(JettyTransport.on(HOST, port), scaling),
            "undertow", (port, scaling) -> serve(UndertowTransport.on(HOST, port), scaling),
            "tomcat", (port, none) -> MountedInTomcat.main(new String[] {"" + port}),
            "nio", (port, none) -> NioServer.main(new String[] {"" + port})));

    private Serve() {}

    static Set<String> transports() {
        return TRANSPORTS.keySet();
    }

    /**
     * Serves.
     *
     * @param arguments the transport, the port and the Redis, if any
     */
    public static void main(String... arguments) throws Exception {
        Program program = TRANSPORTS.get(arguments[0]);
        if (program == null) {
            throw new IllegalArgumentException("There is " + TRANSPORTS.keySet() + ", no " + arguments[0]);
        }
        Allocated.answer();
        ScalingBackend scaling = arguments.length > 2 ? RedisScaling.at(arguments[2]) : null;
        program.run(Integer.parseInt(arguments[1]), scaling);
    }

    private static void serve(Transport transport, @Nullable ScalingBackend scaling) throws InterruptedException {
        ReverbServer.Builder builder = ReverbServer.builder()
                .application(Application.of(APP_ID, APP_KEY, APP_SECRET))
                .transport(transport)
                .compression(Boolean.getBoolean(COMPRESSION))
                .metrics(new CountingMetrics());
        if (scaling != null) {
            builder.scaling(scaling);
        }
        builder.start().awaitShutdown();
    }
}
