package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class JettyHttpKitIT extends HttpTransportKit {

    @Override
    protected TransportUnderTest create() {
        return JettyUnderTest.plain();
    }
}
