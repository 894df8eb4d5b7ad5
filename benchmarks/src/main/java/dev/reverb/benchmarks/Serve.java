package dev.reverb.benchmarks;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.examples.nio.NioServer;
import dev.reverb.examples.tomcat.MountedInTomcat;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.undertow.UndertowTransport;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code Serve TRANSPORT PORT}: a server on the loopback address, or an example program, until it is killed. Says what it allocates. */
public final class Serve {

    /** The application of all of them, as the example programs have it. */
    static final String APP_ID = "my-app-id";

    static final String APP_KEY = "my-app-key";
    static final String APP_SECRET = "my-app-secret";

    private static final String HOST = "127.0.0.1";

    /** What ends only with the process. */
    @FunctionalInterface
    private interface Program {
        void run(int port) throws Exception;
    }

    private static final Map<String, Program> TRANSPORTS = new TreeMap<>(Map.of(
            "jetty", port -> serve(JettyTransport.on(HOST, port)),
            "undertow", port -> serve(UndertowTransport.on(HOST, port)),
            "tomcat", port -> MountedInTomcat.main(new String[] {"" + port}),
            "nio", port -> NioServer.main(new String[] {"" + port})));

    private Serve() {}

    static Set<String> transports() {
        return TRANSPORTS.keySet();
    }

    /**
     * Serves.
     *
     * @param arguments the transport and the port
     */
    public static void main(String... arguments) throws Exception {
        Program program = TRANSPORTS.get(arguments[0]);
        if (program == null) {
            throw new IllegalArgumentException("There is " + TRANSPORTS.keySet() + ", no " + arguments[0]);
        }
        Allocated.answer();
        program.run(Integer.parseInt(arguments[1]));
    }

    private static void serve(Transport transport) throws InterruptedException {
        ReverbServer.builder()
                .application(Application.of(APP_ID, APP_KEY, APP_SECRET))
                .transport(transport)
                .metrics(new CountingMetrics())
                .start()
                .awaitShutdown();
    }
}
