package dev.reverb.examples.nio;

import dev.reverb.tck.transport.TransportUnderTest;
import dev.reverb.tck.transport.WebSocketTransportKit;

// [kit]
class NioWebSocketKitIT extends WebSocketTransportKit {
    @Override
    protected TransportUnderTest create() {
        return new NioUnderTest();
    }
}
// [kit]
