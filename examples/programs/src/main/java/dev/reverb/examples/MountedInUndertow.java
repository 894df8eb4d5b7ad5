package dev.reverb.examples;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.undertow.MountedUndertow;
import dev.reverb.transport.undertow.UndertowTransport;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;

/** Reverb in an Undertow server that has routes of its own: one port for both. */
public final class MountedInUndertow {

    private MountedInUndertow() {}

    /**
     * Serves {@code /hello} as before, and Reverb beside it.
     *
     * @param args the port, 8080 by default
     * @throws InterruptedException where the thread is interrupted while it waits for the end
     */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        // What the application served all along.
        HttpHandler routes = new PathHandler()
                .addExactPath("/hello", exchange -> exchange.getResponseSender().send("Hello\n"));
        // [mount]
        MountedUndertow mounted = UndertowTransport.mounted();
        Undertow undertow = Undertow.builder()
                .addHttpListener(port, "0.0.0.0")
                .setHandler(mounted.handler(routes))
                .build();

        try (ReverbServer reverb = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(mounted)
                .start()) {
            undertow.start();
            reverb.awaitShutdown();
        } finally {
            // Behind reverb.close(): clients are told before the connections are cut.
            undertow.stop();
        }
        // [mount]
    }
}
