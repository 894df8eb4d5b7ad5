package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transport with a port of its own on the loopback address, as the kits want it.
 *
 * <pre>{@code
 * @Override
 * protected TransportUnderTest create() {
 *     return ListeningTransport.plain(port -> new MyTransport("127.0.0.1", port));
 * }
 * }</pre>
 */
public final class ListeningTransport implements TransportUnderTest {

    private final IntFunction<? extends Transport> factory;
    private final @Nullable SSLContext client;
    private Transport transport;
    private int port;
    private boolean compresses = true;

    private ListeningTransport(IntFunction<? extends Transport> factory, @Nullable SSLContext client) {
        this.factory = factory;
        this.client = client;
        this.transport = factory.apply(0);
    }

    /**
     * A transport without TLS.
     *
     * @param factory makes it for a port, 0 for any free one
     * @return what a kit's {@code create} returns
     */
    public static ListeningTransport plain(IntFunction<? extends Transport> factory) {
        return new ListeningTransport(factory, null);
    }

    /**
     * A transport that speaks TLS only, with the {@link TestCertificate}.
     *
     * @param factory makes it for a port, 0 for any free one
     * @return what a kit's {@code create} returns
     */
    public static ListeningTransport tls(IntFunction<? extends Transport> factory) {
        return new ListeningTransport(factory, TestCertificate.client());
    }

    /**
     * Says that the transport does not negotiate compression.
     *
     * @return this
     */
    public ListeningTransport withoutCompression() {
        compresses = false;
        return this;
    }

    @Override
    public boolean compresses() {
        return compresses;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public Transport successor() {
        transport = factory.apply(port);
        return transport;
    }

    private int port() {
        if (port == 0) {
            port = transport.port();
        }
        return port;
    }

    @Override
    public ClientLink open() throws IOException {
        return client == null ? SocketLink.plain(port()) : SocketLink.tls(port(), client);
    }

    @Override
    public URI uri() {
        return URI.create((client == null ? "http://127.0.0.1:" : "https://localhost:") + port());
    }

    @Override
    public boolean isSecure() {
        return client != null;
    }
}
