package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.InMemoryTransport;
import java.io.IOException;
import java.net.ConnectException;

/** The in-memory transport, as the kit wants it. */
final class InMemoryUnderTest implements TransportUnderTest {

    private final Framing framing;
    private final boolean secure;
    private InMemoryTransport transport;

    InMemoryUnderTest(Framing framing, boolean secure) {
        this.framing = framing;
        this.transport = new InMemoryTransport(2, framing);
        this.secure = secure;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public ClientLink open() throws IOException {
        if (!transport.isAccepting()) {
            throw new ConnectException("The transport accepts no connections");
        }
        return new InMemoryLink(transport, secure);
    }

    @Override
    public Transport successor() {
        transport = new InMemoryTransport(2, framing);
        return transport;
    }

    @Override
    public boolean compresses() {
        return framing == Framing.RAW;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    /** Adds a header, or one more of its name (RFC 9110 section 5.3). */
    static InMemoryRequest withHeader(InMemoryRequest request, String name, String value) {
        String before = request.header(name);
        return request.withHeader(name, before == null ? value : before + ", " + value);
    }

    @Override
    public void turn() {
        try {
            synchronized (transport) {
                transport.settle();
            }
        } catch (IllegalStateException thrown) {
            // What a task throws comes out here; an event loop would log it.
            if (!"thrown by the transport kit on purpose".equals(thrown.getMessage())) {
                throw thrown;
            }
        }
    }
}
