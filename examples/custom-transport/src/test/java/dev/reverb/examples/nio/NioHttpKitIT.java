package dev.reverb.examples.nio;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.ListeningTransport;
import dev.reverb.tck.transport.TransportUnderTest;

class NioHttpKitIT extends HttpTransportKit {
    @Override
    protected TransportUnderTest create() {
        return ListeningTransport.plain(port -> new NioTransport("127.0.0.1", port));
    }
}
