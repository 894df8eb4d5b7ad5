package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

class MountedJettyWebSocketKitIT extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return MountedUnderTest.started();
    }
}
