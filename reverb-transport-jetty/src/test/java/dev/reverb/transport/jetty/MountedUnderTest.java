package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A host that runs already, with a handler that blocks: so Jetty calls ours on threads of its pool. */
final class MountedUnderTest implements TransportUnderTest {

    private final Server host = new Server(new QueuedThreadPool(16));
    private final ServerConnector connector = new ServerConnector(host, 1, 2, new HttpConnectionFactory(http()));
    private final Handler.Sequence handlers = new Handler.Sequence(true, List.of());
    private MountedJetty transport = JettyTransport.mounted();

    private MountedUnderTest() {
        connector.setHost("127.0.0.1");
        host.addConnector(connector);
        host.setHandler(handlers);
        handlers.setHandlers(List.of(transport.handler(), new Blocking()));
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        // By default a host refuses paths that could be misread, such as one with %2F.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    static MountedUnderTest started() throws Exception {
        MountedUnderTest mounted = new MountedUnderTest();
        mounted.host.start();
        return mounted;
    }

    /** What an application may have beside Reverb. */
    private static final class Blocking extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(200);
            callback.succeeded();
            return true;
        }
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public boolean isMounted() {
        return true;
    }

    /** A handler that is added while the host runs. */
    @Override
    public Transport successor() throws Exception {
        transport = JettyTransport.mounted();
        handlers.addHandler(transport.handler());
        transport.handler().start();
        handlers.setHandlers(List.of(transport.handler(), new Blocking()));
        return transport;
    }

    @Override
    public ClientLink open() throws IOException {
        return SocketLink.plain(connector.getLocalPort());
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        try {
            host.stop();
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}
