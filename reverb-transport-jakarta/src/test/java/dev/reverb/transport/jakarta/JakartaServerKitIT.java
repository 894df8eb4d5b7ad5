package dev.reverb.transport.jakarta;

import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class JakartaServerKitIT extends ServerTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return ContainerUnderTest.started();
    }
}
