package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.HttpTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class MountedUndertowHttpKitIT extends HttpTransportKit {

    @Override
    protected TransportUnderTest create() {
        return MountedUnderTest.started();
    }
}
