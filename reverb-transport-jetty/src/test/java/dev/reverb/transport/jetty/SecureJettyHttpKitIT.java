package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class SecureJettyHttpKitIT extends HttpTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return JettyUnderTest.secure();
    }
}
