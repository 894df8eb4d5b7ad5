package dev.reverb.transport.undertow;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TestCertificate;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An Undertow server of our own, for the transport kits. */
final class UndertowUnderTest implements TransportUnderTest {

    private final @Nullable SSLContext client;
    private UndertowTransport transport;
    private int port;

    private UndertowUnderTest(@Nullable SSLContext client) {
        this.client = client;
        this.transport = on(0);
    }

    static UndertowUnderTest plain() {
        return new UndertowUnderTest(null);
    }

    static UndertowUnderTest secure() {
        return new UndertowUnderTest(TestCertificate.client());
    }

    private UndertowTransport on(int wanted) {
        UndertowTransport plain = UndertowTransport.on("127.0.0.1", wanted).withIoThreads(2);
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
