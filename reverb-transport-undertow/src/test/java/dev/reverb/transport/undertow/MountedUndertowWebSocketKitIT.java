package dev.reverb.transport.undertow;

import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

class MountedUndertowWebSocketKitIT extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() {
        return MountedUnderTest.started();
    }
}
