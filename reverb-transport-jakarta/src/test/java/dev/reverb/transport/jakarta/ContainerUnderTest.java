package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.Transport;
import dev.reverb.tck.transport.ClientLink;
import dev.reverb.tck.transport.SocketLink;
import dev.reverb.tck.transport.TransportUnderTest;
import java.io.IOException;
import java.net.URI;

/** The transport in a web application that runs already. */
final class ContainerUnderTest implements TransportUnderTest {

    private final Container container = Container.create();
    private JakartaTransport transport;

    static ContainerUnderTest started() throws Exception {
        ContainerUnderTest underTest = new ContainerUnderTest();
        underTest.container.initializer = (classes, context) -> underTest.transport = JakartaTransport.into(context);
        underTest.container.start();
        return underTest;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public boolean isMounted() {
        return true;
    }

    /** The same one: it serves one server after the other. */
    @Override
    public Transport successor() {
        return transport;
    }

    @Override
    public ClientLink open() throws IOException {
        return SocketLink.plain(container.port());
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + container.port());
    }

    @Override
    public boolean framesItself() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            container.stop();
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}
