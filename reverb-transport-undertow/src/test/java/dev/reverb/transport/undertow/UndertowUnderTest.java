package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.ListeningTransport;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.tck.transport.TransportUnderTest;

/** An Undertow server of our own, for the transport kits. */
final class UndertowUnderTest {

    private UndertowUnderTest() {}

    static TransportUnderTest plain() {
        return ListeningTransport.plain(UndertowUnderTest::on);
    }

    static TransportUnderTest secure() {
        return ListeningTransport.tls(port -> on(port).withTls(TestCertificate.certificate()));
    }

    private static UndertowTransport on(int port) {
        return UndertowTransport.on("127.0.0.1", port).withIoThreads(2);
    }
}
