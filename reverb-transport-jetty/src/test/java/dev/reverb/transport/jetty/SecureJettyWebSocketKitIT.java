package dev.reverb.transport.jetty;

import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

class SecureJettyWebSocketKitIT extends WebSocketTransportKit {

    @Override
    protected TransportUnderTest create() throws Exception {
        return JettyUnderTest.secure();
    }
}
