package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class MountedJettyHttpKitIT extends HttpTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return MountedUnderTest.started();
    }
}
