package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.ListeningTransport;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.tck.transport.TransportUnderTest;

/** A Jetty server of our own, for the transport kits. */
final class JettyUnderTest {

    private JettyUnderTest() {}

    static TransportUnderTest plain() {
        return ListeningTransport.plain(JettyUnderTest::on);
    }

    static TransportUnderTest secure() {
        return ListeningTransport.tls(port -> on(port).withTls(TestCertificate.certificate()));
    }

    private static JettyTransport on(int port) {
        return JettyTransport.on("127.0.0.1", port).withSelectors(2);
    }
}
