package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;

/** An Undertow server of our own, for the transport kit. */
record UndertowUnderTest(UndertowTransport transport, boolean isSecure) implements TransportUnderTest {

    static UndertowUnderTest plain() {
        return new UndertowUnderTest(UndertowTransport.on("127.0.0.1", 0).withIoThreads(2), false);
    }

    static UndertowUnderTest secure() {
        return new UndertowUnderTest(
                UndertowTransport.on("127.0.0.1", 0).withIoThreads(2).withTls(TestCertificate.certificate()), true);
    }

    @Override
    public ClientLink open() throws IOException {
        return isSecure
                ? SocketLink.tls(transport.port(), TestCertificate.client())
                : SocketLink.plain(transport.port());
    }
}
