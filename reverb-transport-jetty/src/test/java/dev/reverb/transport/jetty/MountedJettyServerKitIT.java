package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class MountedJettyServerKitIT extends ServerTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return MountedUnderTest.started();
    }
}
