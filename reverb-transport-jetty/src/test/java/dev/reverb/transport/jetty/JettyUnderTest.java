package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A Jetty server of our own, for the transport kits. */
final class JettyUnderTest implements TransportUnderTest {

    private final @Nullable SSLContext client;
    private JettyTransport transport;
    private int port;

    private JettyUnderTest(@Nullable SSLContext client) {
        this.client = client;
        this.transport = on(0);
    }

    static JettyUnderTest plain() {
        return new JettyUnderTest(null);
    }

    static JettyUnderTest secure() {
        return new JettyUnderTest(TestCertificate.client());
    }

    private JettyTransport on(int wanted) {
        JettyTransport plain = JettyTransport.on("127.0.0.1", wanted).withSelectors(2);
        return client == null ? plain : plain.withTls(TestCertificate.certificate());
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public Transport successor() {
        transport = on(port);
        return transport;
    }

    @Override
    public ClientLink open() throws IOException {
        if (port == 0) {
            port = transport.port();
        }
        return client == null ? SocketLink.plain(port) : SocketLink.tls(port, client);
    }

    @Override
    public boolean isSecure() {
        return client != null;
    }
}
