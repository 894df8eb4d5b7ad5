package dev.reverb.examples.nio;

import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class NioServerKitIT extends ServerTransportKit {
    @Override
    protected TransportUnderTest create() {
        return new NioUnderTest();
    }
}
