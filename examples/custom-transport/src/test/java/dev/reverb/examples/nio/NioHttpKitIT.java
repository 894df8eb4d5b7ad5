package dev.reverb.examples.nio;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class NioHttpKitIT extends HttpTransportKit {
    @Override
    protected TransportUnderTest create() {
        return new NioUnderTest();
    }
}
