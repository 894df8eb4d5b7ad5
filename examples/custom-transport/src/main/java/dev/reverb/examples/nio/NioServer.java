package dev.reverb.examples.nio;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;

/** A server on the transport of this module. */
public final class NioServer {

    private NioServer() {}

    /**
     * Serves one application until the process is told to stop.
     *
     * @param args the port, 8080 by default
     * @throws InterruptedException where the thread is interrupted while it waits for the end
     */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        // [serve]
        try (ReverbServer server = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(new NioTransport("0.0.0.0", port))
                .start()) {
            server.awaitShutdown();
        }
        // [serve]
    }
}
