package dev.reverb.transport.jakarta;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class JakartaHttpKitIT extends HttpTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return ContainerUnderTest.started();
    }
}
