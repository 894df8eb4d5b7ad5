package dev.reverb.examples;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jetty.JettyTransport;

/** A server inside a program of your own: the README's ten lines. Stops when the process is told to. */
public final class EmbeddedServer {

    private EmbeddedServer() {}

    /**
     * Serves one application, and publishes one event.
     *
     * @param args the port, 8080 by default
     * @throws InterruptedException where the thread is interrupted while it waits for the end
     */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        // [embed]
        try (ReverbServer server = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(JettyTransport.on("0.0.0.0", port))
                .start()) {
            server.publish("my-app-id", "orders", "OrderShipped", "{\"id\":42}");
            server.awaitShutdown();
        }
        // [embed]
    }
}
