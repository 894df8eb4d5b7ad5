package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;

/** A Jetty server of our own, for the transport kit. */
record JettyUnderTest(JettyTransport transport, boolean isSecure) implements TransportUnderTest {

    static JettyUnderTest plain() {
        return new JettyUnderTest(JettyTransport.on("127.0.0.1", 0).withSelectors(2), false);
    }

    static JettyUnderTest secure() {
        return new JettyUnderTest(
                JettyTransport.on("127.0.0.1", 0).withSelectors(2).withTls(TestCertificate.certificate()), true);
    }

    @Override
    public ClientLink open() throws IOException {
        return isSecure
                ? SocketLink.tls(transport.port(), TestCertificate.client())
                : SocketLink.plain(transport.port());
    }
}
