package dev.reverb.benchmarks;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.Transport;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.undertow.UndertowTransport;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** {@code Serve TRANSPORT PORT}: a server on the loopback address, until it is killed. */
public final class Serve {

    private static final String HOST = "127.0.0.1";

    private static final Map<String, IntFunction<Transport>> TRANSPORTS =
            new TreeMap<>(Map.of(
            "jetty", port -> JettyTransport.on(HOST, port),
            "undertow", port -> UndertowTransport.on(HOST, port)));

    private Serve() {}

    static Set<String> transports() {
        return TRANSPORTS.keySet();
    }

    /**
     * Serves.
     *
     * @param arguments the transport and the port
     */
    public static void main(String... arguments) throws InterruptedException {
        IntFunction<Transport> transport = TRANSPORTS.get(arguments[0]);
        if (transport == null) {
            throw new IllegalArgumentException("There is " + TRANSPORTS.keySet() + ", no " + arguments[0]);
        }
        ReverbServer.builder()
                .application(Application.of("app-id", "app-key", "app-secret"))
                .transport(transport.apply(Integer.parseInt(arguments[1])))
                .start()
                .awaitShutdown();
    }
}
