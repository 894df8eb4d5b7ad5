package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

class JettyWebSocketKitIT extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() {
        return JettyUnderTest.plain();
    }
}
