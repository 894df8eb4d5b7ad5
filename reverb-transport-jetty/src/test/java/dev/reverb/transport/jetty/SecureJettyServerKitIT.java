package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class SecureJettyServerKitIT extends ServerTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return JettyUnderTest.secure();
    }
}
