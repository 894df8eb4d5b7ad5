package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class JettyServerKitIT extends ServerTransportKit {

    @Override
    protected TransportUnderTest create() {
        return JettyUnderTest.plain();
    }
}
