package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A Jetty server of our own, for the transport kit. */
record JettyUnderTest(JettyTransport transport, @Nullable SSLContext client) implements TransportUnderTest {

    static JettyUnderTest plain() {
        return new JettyUnderTest(JettyTransport.on("127.0.0.1", 0).withSelectors(2), null);
    }

    static JettyUnderTest secure() throws IOException {
        return new JettyUnderTest(
                JettyTransport.on("127.0.0.1", 0).withSelectors(2).withTls(TestTls.certificate()), TestTls.client());
    }

    @Override
    public ClientLink open() throws IOException {
        return client == null ? SocketLink.plain(transport.port()) : SocketLink.tls(transport.port(), client);
    }

    @Override
    public boolean isSecure() {
        return client != null;
    }
}
