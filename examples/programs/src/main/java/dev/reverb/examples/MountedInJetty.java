package dev.reverb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jetty.JettyTransport;
import dev.reverb.transport.jetty.MountedJetty;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** Reverb in a Jetty server that has routes of its own: one port for both. */
public final class MountedInJetty {

    private MountedInJetty() {}

    /**
     * Serves {@code /hello} as before, and Reverb beside it.
     *
     * @param args the port, 8080 by default
     * @throws Exception where Jetty cannot start
     */
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        // [mount]
        Server jetty = new Server(port);
        MountedJetty mounted = JettyTransport.mounted();
        jetty.setHandler(new Handler.Sequence(mounted.handler(), new HelloHandler()));

        try (ReverbServer reverb = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "my-app-secret"))
                .transport(mounted)
                .start()) {
            jetty.start();
            reverb.awaitShutdown();
        } finally {
            jetty.stop();
        }
        // [mount]
    }

    /** What the application served all along. */
    private static final class HelloHandler extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, ByteBuffer.wrap("Hello\n".getBytes(UTF_8)), callback);
            return true;
        }
    }
}
