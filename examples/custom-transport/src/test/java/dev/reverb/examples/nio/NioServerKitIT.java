package dev.reverb.examples.nio;

import dev.reverb.tck.transport.ListeningTransport;
import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class NioServerKitIT extends ServerTransportKit {
    @Override
    protected TransportUnderTest create() {
        return ListeningTransport.plain(port -> new NioTransport("127.0.0.1", port));
    }
}
