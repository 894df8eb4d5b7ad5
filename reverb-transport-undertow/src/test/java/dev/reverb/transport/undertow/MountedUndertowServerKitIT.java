package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.ServerTransportKit;
import dev.reverb.tck.transport.TransportUnderTest;

class MountedUndertowServerKitIT extends ServerTransportKit {

    @Override
    protected TransportUnderTest create() {
        return MountedUnderTest.started();
    }
}
