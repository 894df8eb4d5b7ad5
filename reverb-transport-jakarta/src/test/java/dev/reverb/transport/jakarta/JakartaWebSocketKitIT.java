package dev.reverb.transport.jakarta;

import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

class JakartaWebSocketKitIT extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return ContainerUnderTest.started();
    }
}
